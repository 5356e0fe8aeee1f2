.PHONY: help run test watch lint size bench shots

help: ## say what each target does
	@sed -n 's/^\([a-z]*\): ## /make \1\t/p' Makefile | expand -t 14

run: ## build everything and serve the demo on 127.0.0.1:3000
	@scripts/run

test: ## run every test, the browser's included
	@scripts/test

watch: ## serve the demo, and build it again at every change
	@scripts/watch

lint: ## check format, Rust, styles, TypeScript and licences
	@scripts/lint

size: ## print what a browser downloads, and fail when it is over the budget
	@scripts/size

bench: ## measure speed
	@scripts/bench

shots: ## take a picture of every page into shots/
	@scripts/shots
