using SharedBuffers.Generators.Model;

namespace SharedBuffers.Generators;

/// <summary>The view and its clone.</summary>
internal sealed partial class SharedStructEmitter
{
    private const string Values = "global::SharedBuffers.Values.";

    private void EmitView()
    {
        string hides = _model.Hides ? "new " : string.Empty;
        _code.Summary($"A <see cref=\"{_model.Name}\"/> in a buffer, read in place. Nothing is copied, nothing is allocated.");
        _code.Line("/// <remarks>A slot that is unset (left out by the writer, or unknown to it) reads as its property says; <c>Has…</c> tells it from one that is set.</remarks>");
        string element = _model.TypeCode == 0 ? string.Empty : $", {Values}IElementView<View>";
        _code.Open($"public {hides}readonly partial struct View : {Values}IObjectView<View>{element}, global::System.IEquatable<View>");
        _code.Summary("One bit for each slot.");
        _code.Line($"private const ulong AllSlots = {Mask(_allSlots)};");
        _code.Line();
        _code.Line($"private readonly {Values}ObjectReference _reference;");
        _code.Line();
        _code.Line($"private View({Values}ObjectReference reference) => _reference = reference;");
        _code.Line();
        _code.Line("/// <inheritdoc/>");
        // Not by the name of the type: a slot of a base type may have that name.
        _code.Line("public static global::SharedBuffers.Schemas.Schema CompiledSchema => SharedStructSchema.Value;");
        _code.Line();
        _code.Summary("Where the object lies and how it is read.");
        _code.Line($"public {Values}ObjectReference Reference => _reference;");
        _code.Line();
        _code.Summary("Whether the view is <c>default</c> and shows no object.");
        _code.Line("public bool IsDefault => _reference.IsDefault;");
        _code.Line();
        foreach (SlotPlace slot in _model.Members.Select(m => _slots.First(s => ReferenceEquals(s.Member, m))))
        {
            EmitProperty(slot);
        }

        EmitViewMembers();
        EmitClone();
        _code.Close();
    }

    private void EmitProperty(SlotPlace slot)
    {
        TypePlan plan = slot.Member.Plan;
        string name = slot.Member.Name;
        string accessibility = slot.Member.Accessibility;
        _code.Line($"/// <summary><see cref=\"{slot.Member.Owner}.{name}\"/>; {plan.Summary}.</summary>");
        _code.Line($"{accessibility} {plan.ViewType} {name} => {plan.Read.Replace("$at$", slot.At).Replace("$slot$", slot.Index.ToString())};");
        _code.Line();
        _code.Summary($"Whether <see cref=\"{name}\"/> is set, to a value or to null.");
        _code.Line($"{accessibility} bool Has{slot.Member.PlainName} => _reference.HasSlot({slot.Index});");
        _code.Line();
        if (_model.IsWritable && plan.Atomic is { } atomic)
        {
            _code.Summary($"The slot of <see cref=\"{name}\"/>, to change it in a region that is mapped for writing. Throws when the slot is unset or null.");
            _code.Line($"{accessibility} {Values}Atomic{atomic} Atomic{slot.Member.PlainName} => _reference.GetAtomic{atomic}({slot.Index});");
            _code.Line();
        }
    }

    private void EmitViewMembers()
    {
        _code.Summary("Whether both views show the same place of the same region. The contents are not compared.");
        _code.Line("public static bool operator ==(View left, View right) => left.Equals(right);");
        _code.Line();
        _code.Summary("Whether the views show different places.");
        _code.Line("public static bool operator !=(View left, View right) => !left.Equals(right);");
        _code.Line();
        _code.Line("/// <inheritdoc/>");
        _code.Line($"public static View Create({Values}ObjectReference reference) => new(reference);");
        _code.Line();
        if (_model.TypeCode != 0)
        {
            _code.Line("/// <inheritdoc/>");
            _code.Line($"View {Values}IElementView<View>.CreateFromValue(");
            _code.Line("    global::SharedBuffers.Memory.MemoryRegion region, global::SharedBuffers.Layout.ValueTypeCode code, long payloadOffset) =>");
            _code.Line($"    new({Values}ObjectReference.FromValue(region, code, payloadOffset, CompiledSchema));");
            _code.Line();
        }

        _code.Line("/// <inheritdoc/>");
        _code.Line("public bool Equals(View other) => _reference.Equals(other._reference);");
        _code.Line();
        _code.Line("/// <inheritdoc/>");
        _code.Line("public override bool Equals(object? obj) => obj is View other && Equals(other);");
        _code.Line();
        _code.Line("/// <inheritdoc/>");
        _code.Line("public override int GetHashCode() => _reference.GetHashCode();");
        _code.Line();
    }

    private void EmitClone()
    {
        string name = _model.Name;
        string method = "To" + name.TrimStart('@');
        bool walks = _model.Members.Any(static m => m.Plan.ToMember.Contains("$walk$"));
        _code.Summary($"Copies everything into a new <see cref=\"{name}\"/>. Members whose slot is unset keep what the constructor gave them.");
        if (walks)
        {
            _code.Line($"public {name} {method}() => {method}(new {Values}ObjectWalk(_reference));");
            _code.Line();
            _code.Summary("Copies as a part of a larger object: the walk bounds how deep and how far damaged pointers can lead, and how much is copied.");
        }

        if (walks)
        {
            _code.Line("/// <exception cref=\"global::SharedBuffers.Diagnostics.CorruptBufferException\">Objects nest too deep, go round in circles, or share far more than a sound file could.</exception>");
            _code.Open($"public {name} {method}({Values}ObjectWalk walk)");
            _code.Line("walk.Enter(_reference);");
        }
        else
        {
            _code.Open($"public {name} {method}()");
        }

        EmitConstruction(name);
        foreach (SlotPlace slot in _slots.Where(static s => s.Member.Assignment == Assignment.Setter))
        {
            EmitSetter(slot);
        }

        if (walks)
        {
            _code.Line("walk.Leave();");
        }

        _code.Line("return result;");
        _code.Close();
        if (!walks)
        {
            _code.Line();
            _code.Summary("Copies as a part of a larger object. There is nothing below this one that could go round in circles.");
            _code.Line($"public {name} {method}({Values}ObjectWalk walk) => {method}();");
        }
    }

    private void EmitConstruction(string name)
    {
        string arguments = string.Join(", ", _model.Constructor.Select(c => ValueOrEmpty(_slots.First(s => s.Member.Name == c))));
        List<SlotPlace> initialized = [.. _slots.Where(static s => s.Member.Assignment == Assignment.Initializer)];
        if (initialized.Count == 0)
        {
            _code.Line($"var result = new {name}({arguments});");
            return;
        }

        _code.Line($"var result = new {name}({arguments})");
        _code.Open(string.Empty);
        foreach (SlotPlace slot in initialized)
        {
            _code.Line($"{slot.Member.Name} = {ValueOrEmpty(slot)},");
        }

        _code.Close(";");
    }

    /// <summary>For a member that must get a value whether the slot has one or not.</summary>
    private static string ValueOrEmpty(SlotPlace slot)
    {
        string empty = slot.Member.IsNullable ? slot.Member.NullLiteral : slot.Member.Plan.Empty;
        return $"_reference.HasValue({slot.Index}) ? {CloneOf(slot)} : {empty}";
    }

    private void EmitSetter(SlotPlace slot)
    {
        string name = slot.Member.Name;
        _code.Open($"if (_reference.HasValue({slot.Index}))");
        _code.Line($"result.{name} = {CloneOf(slot)};");
        _code.Close();
        if (slot.Member.IsNullable)
        {
            _code.Open($"else if (_reference.HasSlot({slot.Index}))");
            _code.Line($"result.{name} = {slot.Member.NullLiteral};");
            _code.Close();
        }

        _code.Line();
    }

    private static string CloneOf(SlotPlace slot)
    {
        // The names of the method's own parameter and local.
        string property = slot.Member.Name is "walk" or "result" ? "this." + slot.Member.Name : slot.Member.Name;
        return slot.Member.Plan.ToMember.Replace("$value$", property).Replace("$walk$", "walk");
    }
}
