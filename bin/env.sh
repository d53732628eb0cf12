# Sourced by the scripts beside it: where this checkout's own packages lie.
#
# bin/setup unpacks Debian packages into .sysroot/ when it may not install them into the system.
# Programs, libraries, fonts and OCR languages are then found there; without .sysroot nothing changes.

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
SYSROOT="$ROOT/.sysroot"

if [ -d "$SYSROOT/usr" ]; then
  export VITAE_SYSROOT="$SYSROOT"
  triplet="$(uname -m)-linux-gnu"
  PATH="$SYSROOT/usr/lib/postgresql/15/bin:$SYSROOT/usr/bin:$SYSROOT/usr/sbin:$PATH"
  export PATH
  libraries="$SYSROOT/usr/lib/$triplet:$SYSROOT/lib/$triplet"
  for folder in "$SYSROOT/usr/lib/$triplet"/*/; do # blas, libfakeroot and the like keep their own folder
    [ -e "$(compgen -G "$folder*.so.*" | head -n 1)" ] && libraries="$libraries:${folder%/}"
  done
  export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  unset libraries triplet folder
  [ -d "$SYSROOT/usr/share/tesseract-ocr/5/tessdata" ] && [ ! -d /usr/share/tesseract-ocr/5/tessdata ] &&
    export TESSDATA_PREFIX="$SYSROOT/usr/share/tesseract-ocr/5/tessdata"
  [ -f "$SYSROOT/fonts.conf" ] && export FONTCONFIG_FILE="$SYSROOT/fonts.conf"
fi

export PATH="$ROOT/.venv/bin:$PATH"
unset PYTHONDONTWRITEBYTECODE # compiled modules start in a third of the time
export OMP_THREAD_LIMIT=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
