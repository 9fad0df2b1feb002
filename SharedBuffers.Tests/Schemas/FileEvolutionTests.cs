using NUnit.Framework;
using SharedBuffers.Collections;
using SharedBuffers.Diagnostics;
using SharedBuffers.Packing;
using SharedBuffers.Tests.Support;

namespace SharedBuffers.Tests.Schemas;

/// <summary>The table of changes in <c>docs/structs.md</c>, through files: arrays and dictionaries, in both directions, with nested types.</summary>
[TestFixture]
public sealed class FileEvolutionTests
{
    [Test]
    public void OldFile_NewCode_ReadsWhatBothKnow([Values] bool dictionary)
    {
        var old = new Evolved.Old { Id = 5, Wider = -300, Removed = "gone", OldName = 1.5, Part = new Evolved.OldPart { A = 9, B = "b" } };
        WithFile<Evolved.Old, Evolved.Newer.View>(old, dictionary, view =>
        {
            Assert.That((view.Id, view.Wider, view.HasAdded, view.HasNewName), Is.EqualTo((5, -300L, false, false)));
            Assert.That((view.Part!.Value.A, view.Part.Value.B.ToString(), view.Part.Value.HasC), Is.EqualTo((9L, "b", false)));
            Evolved.Newer clone = view.ToNewer();
            Assert.That((clone.Wider, clone.NewName, clone.Added, clone.Part!.A, clone.Part.C.Count), Is.EqualTo((-300L, 7.0, (decimal?)null, 9L, 0)));
        });
    }

    [Test]
    public void OldFile_RenamedMemberWithItsOldSlotName_ReadsIt([Values] bool dictionary) =>
        WithFile<Evolved.Old, Evolved.Kept.View>(new Evolved.Old { Id = 1, OldName = 2.5, Wider = 3 }, dictionary, view =>
            Assert.That((view.Id, view.Renamed, view.Wider), Is.EqualTo((1, 2.5, (short)3))));

    [Test]
    public void NewFile_OldCode_ReadsWhatBothKnow([Values] bool dictionary) =>
        WithFile<Evolved.Kept, Evolved.Old.View>(new Evolved.Kept { Id = 1, Renamed = 2.5, Wider = 3 }, dictionary, view =>
        {
            Assert.That((view.Id, view.OldName, view.Wider), Is.EqualTo((1, 2.5, (short)3)));
            Assert.That((view.HasRemoved, view.Removed.IsNull, view.Part), Is.EqualTo((false, true, (Evolved.OldPart.View?)null)));
        });

    [Test]
    public void NewFile_OldCodeWithNarrowerNumbers_IsRefused([Values] bool dictionary) =>
        Assert.That(
            () => WithFile<Evolved.Newer, Evolved.Old.View>(new Evolved.Newer(), dictionary, _ => { }),
            Throws.TypeOf<SchemaMismatchException>().With.Message.Contains("slot 'Wider' is int16 in Record, int64 in the file")
                .And.Message.Contains("slot 'Part.A' is int32 in Part, int64 in the file"));

    [Test]
    public void AnyFile_TypeChanged_IsRefusedInBothDirections([Values] bool dictionary)
    {
        Assert.That(
            () => WithFile<Evolved.Old, Evolved.Changed.View>(new Evolved.Old(), dictionary, _ => { }),
            Throws.TypeOf<SchemaMismatchException>().With.Message.Contains("slot 'Id' is string in Record, int32 in the file"));
        Assert.That(
            () => WithFile<Evolved.Changed, Evolved.Old.View>(new Evolved.Changed(), dictionary, _ => { }),
            Throws.TypeOf<SchemaMismatchException>().With.Message.Contains("slot 'Id' is int32 in Record, string in the file"));
    }

    private static void WithFile<T, TView>(T value, bool dictionary, Action<TView> check)
        where T : ISharedStruct<T>
        where TView : struct, SharedBuffers.Values.IObjectView<TView>
    {
        using var folder = new TemporaryFolder();
        string path = folder["records.sbuf"];
        if (dictionary)
        {
            using (MappedDictionaryBuilder<string, T> builder = MappedDictionary.CreateBuilder<string, T>(path))
            {
                builder.Add("key", value);
                builder.Publish();
            }

            using MappedDictionary<string, TView> records = MappedDictionary.Open<string, TView>(path);
            check(records["key"]);
            return;
        }

        using (MappedArrayBuilder<T> builder = MappedArray.CreateBuilder<T>(path))
        {
            builder.Add(value);
            builder.Publish();
        }

        using MappedArray<TView> array = MappedArray.Open<TView>(path);
        check(array[0]);
    }
}
