using System.Globalization;
using NUnit.Framework;
using SharedBuffers.Diagnostics;
using SharedBuffers.Memory;
using SharedBuffers.Packing;
using SharedBuffers.Schemas;
using SharedBuffers.Tests.Support;
using SharedBuffers.Values;

namespace SharedBuffers.Tests.Values;

/// <summary>Instants just as they are stored, also those that the types of .NET do not hold.</summary>
[TestFixture]
public sealed class StoredInstantTests
{
    private static readonly Schema s_schema = new([new("at", SlotType.DateTime), new("text", SlotType.String), new("tz", SlotType.DateTimeTz)]);

    private static readonly DateTimeOffset s_time = new DateTimeOffset(2019, 3, 5, 8, 15, 24, TimeSpan.FromHours(-3)).AddTicks(3_880_010);

    [Test]
    public void GetInstant_OfEverySlotOfInstants_GivesWhatIsStored()
    {
        using PackedObject<ObjectView> packed = PackedObject<ObjectView>.Of(s_schema, s_time, null, s_time);
        Assert.That(packed.View.GetInstant("tz"), Is.EqualTo(new StoredInstant(1551784524, 388001, -180)));
        Assert.That(packed.View.GetInstant("at"), Is.EqualTo(new StoredInstant(1551784524, 388001)));
        Assert.That(packed.View.GetInstant("tz")!.Value.ToDateTimeOffset(), Is.EqualTo(s_time));
        Assert.That(packed.View.GetInstant("tz")!.Value.ToString(), Is.EqualTo("2019-03-05T08:15:24.388001-03:00"));
        Assert.That(packed.View.GetInstant("at")!.Value.ToDateTime(), Is.EqualTo(s_time.UtcDateTime));
        Assert.That(packed.View.GetInstant("at")!.Value.ToString(), Is.EqualTo("2019-03-05T11:15:24.388001Z"));
        Assert.That(() => packed.View.GetInstant("text"), Throws.InvalidOperationException.With.Message.Contains("text"));
        using PackedObject<ObjectView> empty = PackedObject<ObjectView>.Of(s_schema, ObjectPacker.Unset, null, null);
        Assert.That(empty.View.GetInstant("tz") is null && empty.View.GetInstant("at") is null, Is.True);
    }

    [TestCase((short)1440, "+24:00")]
    [TestCase((short)-1439, "-23:59")]
    [TestCase((short)841, "+14:01")]
    [TestCase(short.MinValue, "-546:08")]
    public void OffsetBeyondFourteenHours_EveryWayToRead_IsDataOrSaysSo(short minutes, string offset)
    {
        var instant = new StoredInstant(1551784524, 1, minutes);
        using PackedObject<ObjectView> packed = PackedObject<ObjectView>.Of(s_schema, instant, "x", instant);
        ObjectView view = packed.View;
        Assert.That(view.GetInstant("tz"), Is.EqualTo(instant));
        Assert.That(view["at"].Get<DateTime>(), Is.EqualTo(DateTime.UnixEpoch.AddSeconds(1551784524).AddMicroseconds(1)));
        Assert.That(() => instant.ToDateTimeOffset(), Throws.TypeOf<OverflowException>().With.Message.Contains(offset));
        Assert.That(instant.ToString(), Does.EndWith(offset));
        Assert.That(view.ToString(), Does.Contain(offset));
        Dictionary<string, object?> copy = view.ToDictionary();
        Assert.That(copy["tz"], Is.EqualTo(instant));
        using PackedObject<ObjectView> again = PackedObject<ObjectView>.Of(s_schema, copy["at"], copy["text"], copy["tz"]);
        Assert.That(again.Bytes, Is.EqualTo(packed.Bytes));
    }

    [Test]
    public void YearsThatDateTimeDoesNotHold_EveryWayToRead_AreDataOrSaySo()
    {
        // The seconds before the year 1, behind the year 9999, and the least and greatest that are stored.
        foreach (long seconds in new[] { -62_135_596_801, 253_402_300_800, -(1L << 43), (1L << 43) - 1 })
        {
            var instant = new StoredInstant(seconds, 999_999);
            SharedValue value = Packed.Value(new List<object?> { "x", instant }).AsList()[1];
            Assert.That(value.Get<StoredInstant>(), Is.EqualTo(instant));
            Assert.That(value.ToObject(), Is.EqualTo(instant));
            Assert.That(value.ToString(), Does.Contain(seconds.ToString(CultureInfo.InvariantCulture)));
            Assert.That(() => value.Get<DateTime>(), Throws.TypeOf<CorruptBufferException>().With.Message.Contains("StoredInstant"));
            Assert.That(() => value.Get<DateTimeOffset>(), Throws.TypeOf<CorruptBufferException>());
            Assert.That(() => instant.ToDateTime(), Throws.TypeOf<OverflowException>());
            Assert.That(instant.TryToDateTimeOffset(out _), Is.False);
            Assert.That(Packed.Value(value.ToObject()), Is.EqualTo(value));
        }
    }

    [Test]
    public void LocalTimeThatLeavesTheCalendar_AsDateTimeOffset_SaysSo()
    {
        var first = new StoredInstant(new DateTimeOffset(DateTime.MinValue, TimeSpan.Zero).ToUnixTimeSeconds(), 0, -1);
        Assert.That(first.TryToDateTime(out DateTime utc) && utc == DateTime.MinValue, Is.True);
        Assert.That(first.TryToDateTimeOffset(out _), Is.False);
        Assert.That(first.ToString(), Does.Contain("-00:01"));
    }

    [Test]
    public void Read_MillionMicroseconds_IsCorrupt()
    {
        byte[] bytes = [(byte)'v', 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes((5L << 20) + 1_000_000)];
        using MemoryRegion region = MemoryRegion.CopyOf(bytes);
        SharedValue value = SharedValue.Read(region, 0);
        Assert.That(() => value.Get<StoredInstant>(), Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => value.Get<DateTime>(), Throws.TypeOf<CorruptBufferException>());
        Assert.That(() => value.ToObject(), Throws.TypeOf<CorruptBufferException>());
    }

    [Test]
    public void Day_AnySeconds_ReadAsStored()
    {
        foreach (long seconds in new[] { 0, -86_400L, 253_402_300_800, 3_600 })
        {
            byte[] bytes = [(byte)'V', 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes(seconds)];
            using MemoryRegion region = MemoryRegion.CopyOf(bytes);
            Assert.That(SharedValue.Read(region, 0).Get<StoredInstant>(), Is.EqualTo(new StoredInstant(seconds, 0)));
        }
    }

    [Test]
    public void Constructor_PartsOutOfRange_Refuses()
    {
        Assert.That(() => new StoredInstant(1L << 43, 0), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StoredInstant(0, 1_000_000), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => new StoredInstant(0, -1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(new StoredInstant(s_time), Is.EqualTo(new StoredInstant(1551784524, 388001, -180)));
    }

    [Test]
    public void CompareTo_Offsets_DoNotCount()
    {
        StoredInstant[] sorted = [new(-5, 0, 90), new(-5, 1), new(0, 0, -90), new(7, 0)];
        Assert.That(sorted.Reverse().Order(), Is.EqualTo(sorted));
        Assert.That(sorted[0] < sorted[1] && sorted[3] >= sorted[2] && new StoredInstant(0, 0).CompareTo(sorted[2]) == 0, Is.True);
    }
}
