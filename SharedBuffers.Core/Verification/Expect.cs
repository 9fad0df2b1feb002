using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SharedBuffers.Diagnostics;

namespace SharedBuffers.Verification;

/// <summary>What must hold. Messages are composed only when it does not.</summary>
internal static class Expect
{
    /// <summary>Throws unless the condition holds.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="offset">Where in the file it does not.</param>
    /// <param name="message">What was expected and what was found.</param>
    /// <exception cref="CorruptBufferException">It does not hold.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void That(
        [DoesNotReturnIf(false)] bool condition, long offset, [InterpolatedStringHandlerArgument(nameof(condition))] ref ExpectationMessage message)
    {
        if (!condition)
        {
            ThrowHelper.Corrupt(message.ToText(), offset);
        }
    }

    /// <inheritdoc cref="That(bool, long, ref ExpectationMessage)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void That([DoesNotReturnIf(false)] bool condition, long offset, string message)
    {
        if (!condition)
        {
            ThrowHelper.Corrupt(message, offset);
        }
    }
}
