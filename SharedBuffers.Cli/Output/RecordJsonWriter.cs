using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using SharedBuffers.Schemas;
using SharedBuffers.Values;

namespace SharedBuffers.Cli.Output;

/// <summary>Writes records as JSON lines: slots in the order of their declaration, unset ones left out.</summary>
internal sealed class RecordJsonWriter : IDisposable
{
    private const int FlushLength = 1 << 16;

    private readonly ArrayBufferWriter<byte> _buffer = new(FlushLength * 2);
    private readonly Stream _output;
    private readonly Utf8JsonWriter _json;
    private readonly Action<SharedValue, Utf8JsonWriter> _writeObject;
    private ObjectWalk _walk = new();

    public RecordJsonWriter(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _writeObject = (value, _) => WriteObject(value.Get<ObjectView>());
    }

    /// <summary>Writes a record and the end of its line.</summary>
    public void Write(ObjectView record)
    {
        _walk = new ObjectWalk();
        WriteObject(record);
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

    private void WriteObject(ObjectView view)
    {
        _walk.Enter(view.Reference);
        _json.WriteStartObject();
        foreach (ObjectView.SetSlot slot in view)
        {
            _json.WritePropertyName(slot.Slot.Name);
            if (slot.IsNull)
            {
                _json.WriteNullValue();
            }
            else if (slot.Slot.Type.Kind == SlotKind.Struct)
            {
                WriteObject(view.GetObject(slot.Index)!.Value);
            }
            else
            {
                slot.Value.WriteTo(_json, _writeObject);
            }
        }

        _json.WriteEndObject();
        _walk.Leave();
    }
}
