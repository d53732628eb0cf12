"""The addresses of résumés and batches: under /api/v1/, and the older ones at the root."""

from __future__ import annotations

from django.urls import path

from parsing.views import batches, events, parts, resumes, statistics, tasks, uploads

urlpatterns = [
    path("resumes/", resumes.ResumeList.as_view(), name="resumes"),
    path("resumes/<uuid:identity>/", resumes.ResumeDetail.as_view(), name="resume"),
    path("resumes/<uuid:identity>/status/", resumes.ResumeStatus.as_view(), name="resume-status"),
    path("resumes/<uuid:identity>/result/", parts.ResumeResult.as_view(), name="resume-result"),
    path("resumes/<uuid:identity>/retry/", parts.ResumeRetry.as_view(), name="resume-retry"),
    path("resumes/<uuid:identity>/cancel/", parts.ResumeCancel.as_view(), name="resume-cancel"),
    path("resumes/<uuid:identity>/file/", parts.ResumeFile.as_view(), name="resume-file"),
    path("resumes/<uuid:identity>/file/link/", parts.ResumeFileLink.as_view(), name="resume-file-link"),
    path("files/<str:token>/", parts.LinkedFile.as_view(), name="linked-file"),
    path("resumes/<uuid:identity>/events/", events.ResumeEvents.as_view(), name="resume-events"),
    path("resumes/<uuid:identity>/pages/<int:number>/image/", parts.ResumePage.as_view(), name="resume-page"),
    path("batches/", batches.BatchList.as_view(), name="batches"),
    path("batches/<uuid:identity>/", batches.BatchDetail.as_view(), name="batch"),
    path("batches/<uuid:identity>/status/", batches.BatchStatus.as_view(), name="batch-status"),
    path("batches/<uuid:identity>/items/", batches.BatchItems.as_view(), name="batch-items"),
    path("batches/<uuid:identity>/cancel/", batches.BatchCancel.as_view(), name="batch-cancel"),
    path("batches/<uuid:identity>/events/", events.BatchEvents.as_view(), name="batch-events"),
    path("statistics/", statistics.StatisticsView.as_view(), name="statistics"),
    path("uploads/", uploads.UploadList.as_view(), name="uploads"),
    path("uploads/<uuid:identity>/complete/", uploads.UploadComplete.as_view(), name="upload-complete"),
]

older_urlpatterns = [
    path("resumes/upload", tasks.UploadTask.as_view(), name="task-upload"),
    path("resumes/<uuid:identity>", tasks.ResumeTask.as_view(), name="task-resume"),
    path("process", tasks.ProcessTask.as_view(), name="task-process"),
    path("process/status/<uuid:identity>", tasks.ProcessStatus.as_view(), name="task-status"),
]
