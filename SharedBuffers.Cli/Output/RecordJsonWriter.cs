using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SharedBuffers.Values;

namespace SharedBuffers.Cli.Output;

/// <summary>Writes records as JSON lines: slots in the order of their declaration, unset ones left out.</summary>
internal sealed class RecordJsonWriter : IDisposable
{
    private const int FlushLength = 1 << 16;

    private readonly ArrayBufferWriter<byte> _buffer = new(FlushLength * 2);
    private readonly Stream _output;
    private readonly Utf8JsonWriter _json;

    public RecordJsonWriter(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Writes a record and the end of its line.</summary>
    public void Write(ObjectView record)
    {
        record.WriteTo(_json);
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= FlushLength)
        {
            Flush();
        }
    }

    public void Dispose()
    {
        _json.Dispose();
        Flush();
    }

    private void Flush()
    {
        _output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
