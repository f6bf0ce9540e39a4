#!/bin/bash
false
echo loose
