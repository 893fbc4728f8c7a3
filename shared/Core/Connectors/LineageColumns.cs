using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Connectors;

/// <summary>The two fields by which a destination tells of each record which run brought it, and in which segment of that run.</summary>
public static class LineageColumns
{
    /// <summary>The run's id.</summary>
    public const string Run = "_run_id";

    /// <summary>The partition and the segment's number in it, such as <c>0/12</c>.</summary>
    public const string Segment = "_segment";

    private static readonly JsonWriterOptions Text = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The delivery with the two fields behind those of the records.</summary>
    /// <exception cref="ConnectorException">The records have a field of such a name themselves (settings).</exception>
    internal static WriteTarget AddTo(WriteTarget target) => target with { Schema = AddTo(target.Schema) };

    /// <summary>The segment with the two fields in each of its records. What is refused is handed back without them: they are no part of the record.</summary>
    internal static SegmentWrite AddTo(SegmentWrite segment) => segment with
    {
        Target = AddTo(segment.Target),
        Batches = AddAsync(segment.Batches, segment.Id),
        BeforeCommit = (refused, token) => segment.BeforeCommit([.. refused.Select(record => record with { Record = Remove(record.Record) })], token),
    };

    private static Schema AddTo(Schema schema)
    {
        foreach (var name in new[] { Run, Segment })
        {
            if (schema.Find(name) is not null)
            {
                throw new ConnectorException(
                    ErrorClass.Settings, "lineage_field_taken", $"The records have a field '{name}' already, which lineage_columns writes.", "Remove or rename the field in a step, or leave lineage_columns out.");
            }
        }

        // Where no field is known yet, the first batch tells them.
        return schema.Count == 0 ? schema : schema.Insert(schema.Count, Field(Run)).Insert(schema.Count + 1, Field(Segment));
    }

    private static Field Field(string name) => new(name, DataType.String);

    private static async IAsyncEnumerable<RecordBatch> AddAsync(IAsyncEnumerable<RecordBatch> batches, SegmentId id, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var run = Encoding.UTF8.GetBytes(id.RunId);
        var place = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id.Partition}/{id.Ordinal}"));
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            using (batch)
            {
                // Refuses names that are taken before anything is made.
                var schema = AddTo(batch.Schema);
                if (schema.Count == 0)
                {
                    yield return batch.Share();
                    continue;
                }

                using var withRun = batch.Insert(batch.Schema.Count, schema[^2], BytesColumn.Repeat(DataType.String, run, batch.RowCount));
                yield return withRun.Insert(withRun.Schema.Count, schema[^1], BytesColumn.Repeat(DataType.String, place, batch.RowCount));
            }
        }
    }

    private static ReadOnlyMemory<byte> Remove(ReadOnlyMemory<byte> record)
    {
        using var document = JsonDocument.Parse(record, new JsonDocumentOptions { MaxDepth = RecordJson.MaxDepth });
        var bytes = new ArrayBufferWriter<byte>(record.Length);
        using (var writer = new Utf8JsonWriter(bytes, Text))
        {
            writer.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject().Where(property => property.Name is not (Run or Segment)))
                property.WriteTo(writer);
            writer.WriteEndObject();
        }

        return bytes.WrittenMemory;
    }
}
