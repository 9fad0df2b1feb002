using NUnit.Framework;
using SharedBuffers.Cli.Demo;

namespace SharedBuffers.Tests.Cli;

internal sealed class UnicodeDatabaseTests
{
    private static readonly IReadOnlyList<UnicodeCharacter> s_characters = UnicodeDatabase.Load();

    [Test]
    public void Load_All_HasUniqueKeys()
    {
        Assert.That(s_characters, Has.Count.EqualTo(34_924));
        Assert.That(s_characters.Select(character => character.CodePoint).Distinct().Count(), Is.EqualTo(s_characters.Count));
        Assert.That(s_characters.Select(character => character.Name).Distinct().Count(), Is.EqualTo(s_characters.Count));
    }

    [Test]
    public void Load_OneHalf_HasNumberAndDecomposition()
    {
        UnicodeCharacter half = Find(0xBD);

        Assert.That(half.Name, Is.EqualTo("VULGAR FRACTION ONE HALF"));
        Assert.That(half.NumericValue, Is.EqualTo(0.5));
        Assert.That(half.Decomposition, Is.EqualTo(new uint[] { 0x31, 0x2044, 0x32 }));
        Assert.That((half.Category, half.Block, half.Age, half.Lowercase), Is.EqualTo(("No", "Latin-1 Supplement", "1.1", (uint?)null)));
    }

    [Test]
    public void Load_LineFeed_HasLabelAliasesAndProperties()
    {
        UnicodeCharacter lineFeed = Find(0x0A);

        Assert.That(lineFeed.Name, Is.EqualTo("<control-000A>"));
        Assert.That(lineFeed.Aliases, Does.Contain("LINE FEED").And.Contain("LF"));
        Assert.That(lineFeed.Properties, Is.EquivalentTo(new[] { "White_Space", "Pattern_White_Space" }));
    }

    [Test]
    public void Load_Danda_IsSharedByScripts() => Assert.That(Find(0x0964).Scripts, Does.Contain("Deva").And.Contain("Beng"));

    [Test]
    public void Load_CapitalA_HasLowercase() => Assert.That((Find('A').Lowercase, Find('A').Scripts.Single()), Is.EqualTo(((uint?)'a', "Latin")));

    private static UnicodeCharacter Find(uint codePoint) => s_characters.Single(character => character.CodePoint == codePoint);
}
