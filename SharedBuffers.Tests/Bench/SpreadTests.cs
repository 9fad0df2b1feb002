using NUnit.Framework;
using SharedBuffers.Bench.Reporting;

namespace SharedBuffers.Tests.Bench;

public sealed class SpreadTests
{
    [Test]
    public void Of_OddCount_TakesTheMiddle() => Assert.That(Spread.Of([5, 1, 9]), Is.EqualTo(new Spread(5, 1, 9)));

    [Test]
    public void Of_EvenCount_TakesTheMeanOfTheMiddleTwo() => Assert.That(Spread.Of([8, 1, 2, 4]), Is.EqualTo(new Spread(3, 1, 8)));

    [Test]
    public void Of_NoValues_Throws() => Assert.That(() => Spread.Of([]), Throws.ArgumentException);

    [Test]
    public void OfRatios_RoundsThatSlowTogether_HaveASteadyRatio()
    {
        // The machine was busy in the second round: both sides took twice as long.
        Spread ratio = Spread.OfRatios([10, 20, 10], [40, 80, 40]);

        Assert.That(ratio, Is.EqualTo(new Spread(0.25, 0.25, 0.25)));
    }

    [Test]
    public void OfRatios_DifferentRounds_Throws() => Assert.That(() => Spread.OfRatios([1, 2], [1]), Throws.ArgumentException);

    [Test]
    public void RelativeWidth_IsOfTheMedian() => Assert.That(new Spread(10, 9, 12).RelativeWidth, Is.EqualTo(0.3).Within(1e-12));
}
