// A worker that never comes so far as to serve anything.
throw new Error('broken from the start');
