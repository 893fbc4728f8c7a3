using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Json;

/// <summary>Reads records from JSON in UTF-8, from a stream that stands where the records begin or at a position between two. Memory is bounded by a batch and the longest record (<see cref="ReadOptions.MaxRecordBytes"/>).</summary>
/// <param name="framing">How records follow each other.</param>
/// <param name="options">What to make of them.</param>
public sealed class JsonReader(JsonFraming framing, ReadOptions options)
{
    private static readonly byte[] Space = " \t\r\n"u8.ToArray();

    private readonly JsonRecords records = new(options);
    private bool hasEnded;
    private bool isSkipping;
    private bool? isAfterRecord;
    private JsonSkipper? skipper;
    private long line = options.Line;
    private long offset = options.Offset;

    /// <summary>Reads the records.</summary>
    /// <exception cref="ConnectorException">The text between records is damaged or ends too early (class data).</exception>
    public async IAsyncEnumerable<SourceBatch> ReadAsync(Stream utf8, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var text = new TextBuffer(utf8, options.End - options.Offset);
        var batchOffset = offset;
        await text.FillAsync(cancellationToken).ConfigureAwait(false);
        while (!hasEnded && (text.Start < text.End || !text.IsFinal))
        {
            var start = text.Start;
            var isStuck = !TryNext(text);
            offset += text.Start - start;
            line += CsvLinesIn(text, start);
            if (isStuck && text.IsFinal)
                break;
            if (isStuck)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await text.FillAsync(cancellationToken).ConfigureAwait(false);
            }

            // Within a record that was rejected as too long, nobody could go on.
            if (!records.IsFull || isSkipping || skipper is not null)
                continue;
            yield return records.Build(new ReadPosition(offset, line), offset - batchOffset);
            batchOffset = offset;
        }

        if (skipper is not null || (framing == JsonFraming.Array && !hasEnded))
            throw Broken("truncated_json", line, "the text ends within the records.");
        if (!records.IsEmpty)
            yield return records.Build(new ReadPosition(offset, line), offset - batchOffset);
    }

    private static long CsvLinesIn(TextBuffer text, int start) => text.Bytes.AsSpan(start, text.Start - start).Count((byte)'\n');

    private static ConnectorException Broken(string code, long line, string reason) => Broken(code, string.Create(CultureInfo.InvariantCulture, $"Line {line}"), reason);

    private static ConnectorException Broken(string code, string place, string reason) =>
        new(ErrorClass.Data, code, $"{place}: {reason}", "Repair the file; records after a break in a JSON array cannot be told apart. One object a line (NDJSON) is read on.");

    /// <summary>Takes the next record, or the end.</summary>
    /// <returns>False when more text is needed for that.</returns>
    private bool TryNext(TextBuffer text) => framing == JsonFraming.Lines ? TryNextLine(text) : skipper is null ? TryNextItem(text) : TrySkip(text);

    private bool TryNextLine(TextBuffer text)
    {
        var found = text.Span.IndexOf((byte)'\n');
        if (found < 0 && !text.IsFinal)
        {
            if (text.End - text.Start <= options.MaxRecordBytes)
                return false;
            if (!isSkipping)
                records.Reject(text.Span, "record_too_large", TooLarge, At(1));
            isSkipping = true;
            text.Use(text.End);
            return true;
        }

        var end = found < 0 ? text.End : text.Start + found;
        var record = text.Bytes.AsSpan(text.Start, end - text.Start).Trim(Space);
        if (!isSkipping && record.Length > 0)
            ReadLine(record);
        isSkipping = false;
        text.Use(found < 0 ? text.End : end + 1);
        return true;
    }

    private void ReadLine(ReadOnlySpan<byte> record)
    {
        if (record.Length > options.MaxRecordBytes)
        {
            records.Reject(record, "record_too_large", TooLarge, At(1));
            return;
        }

        if (records.TryRead(record, isFinal: true, isAlone: true, line, out _) != JsonOutcome.Read)
            records.Reject(record, "invalid_json", Reason(records.Problem), At((records.Problem?.BytePositionInLine ?? 0) + 1));
    }

    private bool TryNextItem(TextBuffer text)
    {
        var span = text.Span;
        var start = span.IndexOfAnyExcept(Space);
        if (start < 0)
        {
            text.Use(text.End);
            return false;
        }

        if (framing == JsonFraming.Array && span[start] == ']')
        {
            // The bracket stays unread: the position before it is where reading can be resumed, and finds nothing more.
            hasEnded = true;
            return true;
        }

        if (framing == JsonFraming.Array && span[start] == ',' && isAfterRecord != false)
        {
            isAfterRecord = false;
            text.Use(text.Start + start + 1);
            return true;
        }

        if (isAfterRecord == true && framing == JsonFraming.Array)
            throw Broken("invalid_json", line, "a comma or ']' is missing between two records.");
        return TryReadItem(text, start);
    }

    private bool TryReadItem(TextBuffer text, int start)
    {
        var span = text.Span;
        var itemLine = line + span[..start].Count((byte)'\n');
        var isTooLong = span.Length - start > options.MaxRecordBytes;
        var outcome = records.TryRead(isTooLong ? span.Slice(start, options.MaxRecordBytes) : span[start..], text.IsFinal && !isTooLong, isAlone: false, itemLine, out var used);
        if (outcome == JsonOutcome.Malformed)
            throw Broken("invalid_json", PlaceOf(records.Problem!, itemLine, offset + start), Reason(records.Problem));
        if (outcome == JsonOutcome.Incomplete)
        {
            if (!isTooLong)
                return false;
            records.Reject(span[start..], "record_too_large", TooLarge, string.Create(CultureInfo.InvariantCulture, $"Line {itemLine}"));
            skipper = default(JsonSkipper);
            text.Use(text.Start + start);
            return true;
        }

        isAfterRecord = true;
        hasEnded = framing == JsonFraming.Single;
        text.Use(text.Start + start + used);
        return true;
    }

    /// <summary>Passes over the rest of a record that was too long.</summary>
    private bool TrySkip(TextBuffer text)
    {
        var passing = skipper!.Value;
        var used = passing.Pass(text.Span);
        text.Use(text.Start + used);
        skipper = passing.IsDone ? null : passing;
        if (!passing.IsDone)
            return used > 0;
        isAfterRecord = true;
        hasEnded = framing == JsonFraming.Single;
        return true;
    }

    /// <summary>Where a record is broken. A document may be one long line, of which its column would not be known: then the byte says more.</summary>
    private static string PlaceOf(JsonException problem, long line, long start) => problem.LineNumber is > 0 and var lines
        ? string.Create(CultureInfo.InvariantCulture, $"Line {line + lines}, column {(problem.BytePositionInLine ?? 0) + 1}")
        : string.Create(CultureInfo.InvariantCulture, $"Line {line}, byte {start + (problem.BytePositionInLine ?? 0) + 1} of the text");

    private string TooLarge => $"The record is longer than {options.MaxRecordBytes} bytes.";

    private string At(long column) => string.Create(CultureInfo.InvariantCulture, $"Line {line}, column {column}");

    private static string Reason(JsonException? problem)
    {
        // The parser ends its sentence with its own idea of the place, which is relative to the record.
        var message = problem?.Message ?? "The object is not complete.";
        var place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        message = place < 0 ? message : message[..place];
        // What it suggests beyond that is for programmers.
        return message.Replace(" Change the reader options.", "", StringComparison.Ordinal);
    }
}
