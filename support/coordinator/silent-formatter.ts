/** Keeps the runner's own progress off the terminal: the coordinator shows what happens. */
export default { type: 'formatter', formatter: (): void => undefined };
