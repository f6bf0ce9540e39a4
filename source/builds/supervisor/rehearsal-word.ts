/** What a supervisor is called with that will get the order of a rehearsal. It is all that its first file needs of others. */
export const rehearsalWord = 'rehearsal';
