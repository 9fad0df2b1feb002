using SharedBuffers.Cli;

using var cancellation = new ConsoleCancellation();
return new CommandLine(Terminal.Standard(), cancellation.Token).Run(args);
