using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace SharedBuffers.Bench.Measuring;

/// <summary>
/// Runs the contenders of a comparison in turns: every round runs each once, and the next round starts with the next one.
/// </summary>
/// <remarks>
/// What differs from timing one after the other: a neighbour on the machine, a hot processor or a full cache meets all of them alike, and the ratio of one round is of times
/// that were taken within a second. The answers must be equal before anything is timed, and again in every round.
/// </remarks>
internal sealed class InterleavedRunner(int rounds, TextWriter log)
{
    /// <summary>Long enough for the runtime to compile a loop a second time with what it learnt. Code that was warm in an earlier comparison needs no more than one run.</summary>
    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(400);

    private static readonly HashSet<(MethodInfo Method, Type? Closure)> s_warm = [];

    /// <summary>Warms up, checks that all answers agree, and measures.</summary>
    /// <exception cref="InvalidOperationException">Two contenders answer differently.</exception>
    public Comparison Compare(Question question, IReadOnlyList<Contender> contenders)
    {
        using ProcessorPin pin = question.Clock == Clock.ThreadCpu ? ProcessorPin.Acquire() : default;
        foreach (Contender contender in contenders)
        {
            WarmUp(contender);
        }

        var times = contenders.Select(_ => new double[rounds]).ToArray();
        var answers = new ulong[contenders.Count];
        SettleHeap();
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < contenders.Count; turn++)
            {
                int index = (turn + round) % contenders.Count;
                times[index][round] = Time(contenders[index], question, round, out answers[index]);
            }

            CheckAnswers(question, contenders, answers);
        }

        var comparison = new Comparison(question, [.. contenders.Select((c, i) => new Series(c.Name, c.Role, times[i]))]);
        Print(comparison);
        return comparison;
    }

    /// <summary>Collects garbage until the heap is quiet, so that no round pays for what set-up left behind.</summary>
    public static void SettleHeap()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static void WarmUp(Contender contender)
    {
        contender.Prepare?.Invoke();
        _ = contender.Work(0);

        // The closure's type tells the instances of generic loops apart.
        if (contender.Prepare is null && s_warm.Add((contender.Work.Method, contender.Work.Target?.GetType())))
        {
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < s_warmUp)
            {
                _ = contender.Work(0);
            }
        }
    }

    private static double Time(Contender contender, Question question, int round, out ulong answer)
    {
        contender.Prepare?.Invoke();
        double start = ClockReader.Now(question.Clock);
        answer = contender.Work(round);
        return (ClockReader.Now(question.Clock) - start) / question.Operations;
    }

    private static void CheckAnswers(Question question, IReadOnlyList<Contender> contenders, ulong[] answers)
    {
        int first = -1;
        for (int i = 0; i < contenders.Count; i++)
        {
            if (contenders[i].Role == Role.Limit)
            {
                continue;
            }

            if (first < 0)
            {
                first = i;
            }
            else if (answers[i] != answers[first])
            {
                throw new InvalidOperationException(
                    $"{question.Id}: {contenders[i].Name} answers {answers[i]:X}, {contenders[first].Name} answers {answers[first]:X}. Times of different work are not compared.");
            }
        }
    }

    private void Print(Comparison comparison)
    {
        log.WriteLine($"  {comparison.Question.Text}");
        foreach (Series series in comparison.Series)
        {
            string ratio = comparison.RatioTo(series) is { } r
                ? string.Create(CultureInfo.InvariantCulture, $"   {comparison.Subject!.Name} / this = {r.Median:0.00} ({r.Min:0.00}..{r.Max:0.00})")
                : "";
            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {series.Name,-36}{series.Time.Median,12:#,0.0} ns  ({series.Time.Min:#,0.0}..{series.Time.Max:#,0.0}){ratio}"));
        }
    }
}
