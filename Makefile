# The commands of this project. Each is a script under bin/ that works without make as well.
.PHONY: help demo test test-gpu worker-gpu check eval bench figures samples messages clean
.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: ## install what is missing, start everything, read the sample résumés; ONCE=1 ends after the table
	@bin/demo $(if $(ONCE),--once)

test: ## install what the tests need and run every check and test
	@bin/test

check: ## the static checks and the tests that need no server
	@bin/check

test-gpu: ## set up the heavy engines in .venv-gpu and test them, also without a GPU; DETECTRON2=a folder or an address
	@bin/test-gpu

worker-gpu: ## start the worker of the gpu queue
	@bin/worker-gpu

eval: ## read the cases in EVAL_DIR (default ../shared/eval) and score them
	@bin/eval

bench: ## costs and ratios, as JSON lines
	@bin/bench

figures: ## every promised figure, as JSON lines; PART=foundation, accuracy, people, cv, ranking or gpu; SLOW=1 adds the long runs
	@bin/figures $(or $(PART),foundation)

samples: ## make the sample résumés again
	@. bin/env.sh && python tests/samples/make.py

messages: ## bring config/locale/ up to date with code and templates, and compile it
	@bin/messages

clean: ## forget what the demo and the evaluation left in var/; files and database of your own stay
	@rm -rf var/demo var/eval
