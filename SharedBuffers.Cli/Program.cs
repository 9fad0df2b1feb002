using SharedBuffers.Cli;

using IDisposable? fileSize = FileSizeSignal.Ignore();
using var cancellation = new ConsoleCancellation();
return new CommandLine(Terminal.Standard(), cancellation.Token).Run(args);
