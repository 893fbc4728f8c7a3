// Runs a server that must not outlive the process that started it, where the kernel offers no parent-death signal:
//   node watchdog.mjs UID|- GID|- PROGRAM [ARGUMENT...]
// Standard input is a pipe from the parent: it ends when the parent ends, however that happens.
import { spawn } from 'node:child_process';

const [uid, gid, program, ...args] = process.argv.slice(2);
const asUser = uid === '-' ? {} : { uid: Number(uid), gid: Number(gid) };
const server = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: process.platform !== 'win32', windowsHide: true, ...asUser });

const stop = () => server.kill('SIGINT');
process.stdin.on('end', stop).on('error', stop).resume();
// A Ctrl-C at the terminal is the parent's business: it closes the pipe when it has drained.
process.on('SIGINT', () => undefined).on('SIGHUP', () => undefined);

server.on('error', (error) => {
  console.error(`${program} cannot be started: ${error.message}`);
  process.exit(1);
});
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 0 : 1)));
