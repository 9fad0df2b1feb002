using NUnit.Framework;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

[TestFixture]
public sealed class SharedMapTests
{
    [Test]
    public void Null_EveryMember_ShowsNothing()
    {
        SharedMap<SharedString, int> texts = default;
        SharedMap<int, int> numbers = default;
        SharedMap<SharedValue, SharedValue> any = default;
        Assert.That(texts.TryGetValue("a"u8, out int _) || texts.ContainsKey("a") || texts.TryGetValue((string?)null, out _) || texts.TryGetValue("a".AsSpan(), out _), Is.False);
        Assert.That(numbers.TryGetValue(1, out _) || numbers.As<long, int>().ContainsKey(1) || numbers.As<double, int>().ContainsKey(1.5), Is.False);
        Assert.That(any.ContainsKey(default) || any.TryGetValue("a", out SharedValue _), Is.False);
        Assert.That((any.Count, any.Keys.Count, any.ToArray().Length, any.Equals(default), any.ToDictionary(key => key).Count), Is.EqualTo((0, 0, 0, true, 0)));
        Assert.That(() => texts.GetValue("a"), Throws.TypeOf<KeyNotFoundException>());
    }

    [Test]
    public void TryGetValue_TextOfEveryLength_IsFoundByEveryShapeOfIt()
    {
        // Up to 32 bytes are compared in registers; from 513 on text is compressed; from 32,767 on its length lies elsewhere.
        int[] lengths = [.. Enumerable.Range(0, 70), 255, 256, 512, 513, 600, 0x7FFE, 0x7FFF, 40_000];
        foreach (bool compress in new[] { false, true })
        {
            Dictionary<string, int> model = lengths.ToDictionary(length => new string('x', length), length => length);
            SharedMap<SharedString, int> map = Packed.Value(model, new() { CompressStrings = compress }).Get<SharedMap<SharedString, int>>();
            foreach ((string text, int value) in model)
            {
                byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
                Assert.That((map.GetValue(text), map.GetValue(utf8)), Is.EqualTo((value, value)), $"{value} bytes");
                for (int i = 0; i < utf8.Length; i += Math.Max(1, utf8.Length / 40))
                {
                    utf8[i]++;
                    Assert.That(map.ContainsKey(utf8), Is.False, $"{value} bytes, another one at {i}");
                    utf8[i]--;
                }
            }
        }
    }
}
