/**
 * Lets a command come to its end, with its files and its exit status, when nobody reads what it prints any more
 * (`npm run plan | head -1`).
 */
export function unreadIsNoError(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
