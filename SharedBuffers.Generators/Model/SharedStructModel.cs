namespace SharedBuffers.Generators.Model;

/// <summary>One <c>[SharedStruct]</c> type as the emitter needs it: plain values only, so that equal sources give equal models.</summary>
/// <param name="Namespace">Namespace, or empty.</param>
/// <param name="Containers">Headers of the types around it, outermost first: <c>partial class Outer</c>.</param>
/// <param name="Header">Header of its own partial half: <c>partial record Product</c>.</param>
/// <param name="Name">Name of the type, escaped.</param>
/// <param name="FullName">Name with namespace and containers, for comments.</param>
/// <param name="SchemaName">Name of the schema in files.</param>
/// <param name="Alignment">Alignment of objects.</param>
/// <param name="TypeCode">Typecode, or 0.</param>
/// <param name="IsWritable">Whether numbers and bools can be changed through the view.</param>
/// <param name="IsReferenceType">Whether it is a class: instances have identity and can be null.</param>
/// <param name="Hides">Whether a base type is a shared struct too, whose generated members this one's hide.</param>
/// <param name="Constructor">Members that the constructor takes, in its order.</param>
/// <param name="Members">Slots, in the order of declaration.</param>
/// <param name="KnownTypes">Types that may appear in object members.</param>
internal sealed record SharedStructModel(
    string Namespace,
    EquatableArray<string> Containers,
    string Header,
    string Name,
    string FullName,
    string SchemaName,
    int Alignment,
    int TypeCode,
    bool IsWritable,
    bool IsReferenceType,
    bool Hides,
    EquatableArray<string> Constructor,
    EquatableArray<MemberModel> Members,
    EquatableArray<string> KnownTypes);

/// <summary>What became of one type: a model, or only diagnostics.</summary>
internal sealed record ParseResult(SharedStructModel? Model, EquatableArray<DiagnosticModel> Diagnostics);
