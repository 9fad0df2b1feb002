using System.Text;
using System.Text.Unicode;

namespace SharedBuffers.Indexes;

/// <summary>Keys as text for messages.</summary>
internal static class KeyText
{
    private const int MaxShown = 200;

    /// <summary>A quoted string, or hexadecimal digits when the bytes are no UTF-8; long keys are cut.</summary>
    public static string Describe(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> shown = key.Length > MaxShown ? key[..MaxShown] : key;
        string cut = key.Length > MaxShown ? $"… ({key.Length} bytes)" : "";
        return Utf8.IsValid(key) ? $"\"{Encoding.UTF8.GetString(shown)}\"{cut}" : $"0x{Convert.ToHexString(shown)}{cut}";
    }
}
