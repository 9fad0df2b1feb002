using SharedBuffers.Cli;

FileSizeSignal.Ignore();
using var cancellation = new ConsoleCancellation();
return new CommandLine(Terminal.Standard(), cancellation.Token).Run(args);
