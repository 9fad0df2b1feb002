namespace SharedBuffers.Generators.Model;

/// <summary>How the clone gives a member its value.</summary>
internal enum Assignment
{
    /// <summary>It does not: the member has no setter.</summary>
    None,

    /// <summary>A setter or a field, after construction.</summary>
    Setter,

    /// <summary>Required or init-only: in the object initializer.</summary>
    Initializer,

    /// <summary>Parameter of the constructor.</summary>
    Constructor,
}

/// <summary>A member that is a slot.</summary>
/// <param name="Name">Name of the member, escaped where it is a keyword.</param>
/// <param name="Owner">Type that declares it, for references in comments, which do not find inherited members.</param>
/// <param name="Accessibility">Accessibility of the view's property: that of the member, as far as a struct can have it.</param>
/// <param name="SlotName">Name of the slot in files.</param>
/// <param name="Plan">What happens with its type.</param>
/// <param name="OmitWhenDefault">Whether the default value leaves the slot unset.</param>
/// <param name="Assignment">How the clone sets it.</param>
/// <param name="IsNullable">Whether null may be assigned to it.</param>
internal sealed record MemberModel(
    string Name, string Owner, string Accessibility, string SlotName, TypePlan Plan, bool OmitWhenDefault, Assignment Assignment, bool IsNullable)
{
    /// <summary>What null is for the member: an immutable array has no <c>null</c>.</summary>
    public string NullLiteral => Plan.NullTest?.EndsWith("is null", StringComparison.Ordinal) == true ? "null" : "default";

    /// <summary>The name without the escape.</summary>
    public string PlainName => Name.TrimStart('@');
}
