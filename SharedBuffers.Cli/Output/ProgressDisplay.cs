using SharedBuffers.Diagnostics;
using Spectre.Console;

namespace SharedBuffers.Cli.Output;

/// <summary>A progress bar on standard error while a person watches it, and nothing otherwise.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs <paramref name="work"/>, which reports what it does.</summary>
    public static void Run(Terminal terminal, Action<IProgress<WorkProgress>?> work)
    {
        if (!terminal.HasRichError)
        {
            work(null);
            return;
        }

        terminal.CreateErrorConsole()
            .Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => work(new Bars(context)));
    }

    /// <summary>One bar a step. Reports come from the working thread, often: only those that move the bar reach the console.</summary>
    private sealed class Bars(ProgressContext context) : IProgress<WorkProgress>
    {
        private const double VisibleStep = 0.005;

        private ProgressTask? _bar;
        private string? _step;
        private double _shown;

        public void Report(WorkProgress value)
        {
            if (_bar is null || value.Step != _step)
            {
                _bar?.StopTask();
                _step = value.Step;
                _shown = 0;
                _bar = context.AddTask(Markup.Escape(value.Step), maxValue: 1);
                _bar.IsIndeterminate = value.Fraction is null;
            }

            if (value.Fraction is { } fraction && (fraction - _shown >= VisibleStep || fraction >= 1))
            {
                _shown = fraction;
                _bar.IsIndeterminate = false;
                _bar.Value = fraction;
            }
        }
    }
}
