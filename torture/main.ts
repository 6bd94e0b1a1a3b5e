// `npm run torture`: breaks everything that can break, then lets an auditor look.
process.stderr.write('torture: no mode is built yet\n');
process.exitCode = 2;
