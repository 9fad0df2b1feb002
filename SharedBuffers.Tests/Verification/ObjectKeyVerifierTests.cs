using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Verification;

namespace SharedBuffers.Tests.Verification;

/// <summary>Encoded keys of any type that are canonical, and some that are not: one for each rule of <c>docs/format/object-keys.md</c>.</summary>
public sealed class ObjectKeyVerifierTests
{
    [TestCase("00")]
    [TestCase("10")]
    [TestCase("11FF")]
    [TestCase("18FFFFFFFFFFFFFFFF")]
    [TestCase("28FFFFFFFFFFFFFF7F")]
    [TestCase("01000000000000F83F")]
    [TestCase("01000000000000F87F")]
    [TestCase("80")]
    [TestCase("82C3BC")]
    [TestCase("C1FF")]
    [TestCase("3483736B7512020101000000000000F83F4211018162")]
    [TestCase("30")]
    [TestCase("40")]
    public void Verify_Canonical_Passes(string key) => Assert.That(() => ObjectKeyVerifier.Verify(Convert.FromHexString(key), 0), Throws.Nothing);

    [TestCase("", "ends early")]
    [TestCase("0000", "follow")]
    [TestCase("06", "starts no")]
    [TestCase("19", "starts no")]
    [TestCase("50", "starts no")]
    [TestCase("1100", "leading zeros")]
    [TestCase("12FF", "ends early")]
    [TestCase("28FFFFFFFFFFFFFFFF", "below those of 64 bits")]
    [TestCase("01000000000000F03F", "is an integer")]
    [TestCase("01010000000000F87F", "another NaN")]
    [TestCase("81FF", "no UTF-8")]
    [TestCase("020100000061", "short form")]
    [TestCase("03000000FF", "short form")]
    [TestCase("040100000000", "short form")]
    [TestCase("42816211 01", "not sorted")]
    [TestCase("421101 1101", "not sorted")]
    [TestCase("31", "more elements")]
    [TestCase("04FFFFFF7F00", "more elements")]
    public void Verify_NotCanonical_SaysWhy(string key, string reason) =>
        Assert.That(() => ObjectKeyVerifier.Verify(Convert.FromHexString(key.Replace(" ", "", StringComparison.Ordinal)), 64), Throws.TypeOf<CorruptBufferException>().With.Message.Contains(reason));

    [Test]
    public void Verify_Nested_IsBounded()
    {
        byte[] deep = [.. Enumerable.Repeat((byte)0x31, 100_000), 0];
        Assert.That(() => ObjectKeyVerifier.Verify(deep, 0), Throws.TypeOf<CorruptBufferException>());
    }
}
