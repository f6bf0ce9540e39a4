#!/bin/bash
set -eu
echo strict
