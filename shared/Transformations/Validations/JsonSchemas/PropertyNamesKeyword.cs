using System.Buffers;
using System.Text.Json;

namespace DataAggregator.Transformations.Validations.JsonSchemas;

/// <summary><c>propertyNames</c>: every key of an object meets a schema, as a text.</summary>
internal sealed class PropertyNamesKeyword(string text, SchemaNode schema) : SchemaKeyword(text)
{
    private readonly ArrayBufferWriter<byte> name = new();

    public override bool Holds(ReadOnlySpan<byte> json, SchemaRun run)
    {
        if (json[0] != '{')
            return true;
        for (var members = new JsonMembers(json); members.MoveNext();)
        {
            name.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(name))
                writer.WriteStringValue(members.Key);
            if (!schema.Holds(name.WrittenSpan, run))
                return run.FailAt(members.Key);
        }

        return true;
    }
}
