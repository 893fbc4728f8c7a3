using System.Globalization;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Excel;
using DataAggregator.Formats.Json;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Connectors.Files;

/// <summary>Looks at files before a run: their format, their fields (from the first 10,000 records or 2 MB, whichever is less) and where to split them.</summary>
/// <param name="options">The source's settings.</param>
internal sealed class FilePlanner(FileSource.Options options)
{
    private const int SampleBytes = 2 << 20;
    private const int HeaderBytes = 256 * 1024;

    /// <summary>The dialect of a CSV file of that name.</summary>
    public static CsvDialect DialectOf(FileSource.Options options, string path)
    {
        var problems = new Problems();
        var dialect = CsvDialect.From(options.Csv, FileFormats.DelimiterOf(path), "$.config.csv", problems);
        problems.ThrowIfAny();
        return dialect!;
    }

    /// <summary>The dialect of a part, with the delimiter that the plan found.</summary>
    public static CsvDialect DialectOf(FileSource.Options options, FilePart part)
    {
        var dialect = DialectOf(options, part.Path);
        return part.Delimiter is { } delimiter ? dialect with { Delimiter = delimiter } : dialect;
    }

    /// <summary>The character encoding to expect; JSON and XML say their own.</summary>
    public static string EncodingOf(FileFormat format, CsvDialect dialect) => format == FileFormat.Csv ? dialect.Encoding : "auto";

    /// <summary>The header of a CSV file that was just opened. Without one in the file, declared fields name the columns.</summary>
    public static async Task<CsvHeader> ReadHeaderAsync(FileText text, string path, CsvDialect dialect, IReadOnlyList<string>? declared, int longest, CancellationToken cancellationToken)
    {
        var start = await text.ReadStartAsync(HeaderBytes, cancellationToken).ConfigureAwait(false);
        (start, var isWhole) = await ReadFirstRecordAsync(text, start, start.Length < HeaderBytes, dialect, longest, cancellationToken).ConfigureAwait(false);
        return HeaderOf(start, isWhole, path, dialect, declared);
    }

    /// <summary>The fields of a file, joined to those of the files before it, and its format.</summary>
    public async Task<(Schema Schema, FileFormat Format)> LookAsync(string path, Schema? others, CancellationToken cancellationToken)
    {
        var (schema, part) = await PlanFileAsync(path, null, cancellationToken).ConfigureAwait(false);
        return (Join(others, schema, part.Format), part.Format);
    }

    /// <summary>The plan for reading these files.</summary>
    public async Task<SourcePlan> PlanAsync(IReadOnlyList<string> files, PlanRequest request, CancellationToken cancellationToken)
    {
        if (request.Incremental is not { } incremental)
            return await PlanAllAsync(files, request, cancellationToken).ConfigureAwait(false);
        var known = KnownFiles.Parse(incremental.SourceState);
        // A backfill looks for its records everywhere, and a file that was never read is new whatever the others say.
        IReadOnlyList<string> changed = incremental.Bounds is null ? [.. files.Where(known.IsChanged)] : files;
        // Without a new file, the last one tells the fields.
        var plan = changed.Count > 0
            ? await PlanAllAsync(changed, request, cancellationToken).ConfigureAwait(false)
            : new SourcePlan(SchemaUnion.Declare((await LookAsync(files[^1], null, cancellationToken).ConfigureAwait(false)).Schema, request.DeclaredSchema), [], Repeatable: true);
        var read = plan.Partitions.Select(partition => FilePart.Parse(partition.State)).DistinctBy(part => part.Path).ToDictionary(part => part.Path, part => part.Identity, StringComparer.Ordinal);
        return plan with { NextState = known.With(read, files).ToString() };
    }

    private async Task<SourcePlan> PlanAllAsync(IReadOnlyList<string> files, PlanRequest request, CancellationToken cancellationToken)
    {
        var partitions = new List<SourcePartition>();
        Schema? schema = null;
        long? ordinal = 0;
        var origin = FieldOrigin.Sampled;
        foreach (var path in files)
        {
            var (fields, part) = await PlanFileAsync(path, request.DeclaredSchema, cancellationToken).ConfigureAwait(false);
            schema = Join(schema, fields, part.Format);
            var own = part.Format switch { FileFormat.Csv => FieldOrigin.Sampled, FileFormat.Excel => FieldOrigin.Headed, _ => FieldOrigin.Carried };
            origin = own > origin ? own : origin;
            var isFull = request.Limit is { } limit && ordinal >= limit;
            if (isFull && partitions.Count > 0)
                continue;
            var added = await SplitAsync(part, fields.Count, request, ordinal, partitions, cancellationToken).ConfigureAwait(false);
            ordinal += added;
        }

        return new SourcePlan(SchemaUnion.Declare(schema ?? Schema.Empty, request.DeclaredSchema), partitions, Repeatable: true) { Origin = origin };
    }

    private static Schema Join(Schema? others, Schema schema, FileFormat format) =>
        others is null ? schema : SchemaUnion.Of(others, schema, format == FileFormat.Csv ? DataType.String : DataType.Json);

    /// <summary>Reads on until the first record ends, or is longer than a record may be.</summary>
    private static async Task<(byte[] Start, bool IsWhole)> ReadFirstRecordAsync(FileText text, byte[] start, bool isWhole, CsvDialect dialect, int longest, CancellationToken cancellationToken)
    {
        while (!isWhole && start.Length < Math.Max(longest, SampleBytes) && !CsvHeader.Read(start, dialect).IsComplete)
        {
            var more = await text.ReadStartAsync(start.Length, cancellationToken).ConfigureAwait(false);
            isWhole = more.Length < start.Length;
            start = [.. start, .. more];
        }

        return (start, isWhole);
    }

    private static CsvHeader HeaderOf(ReadOnlySpan<byte> start, bool isWhole, string path, CsvDialect dialect, IReadOnlyList<string>? declared)
    {
        var header = CsvHeader.Read(start, dialect);
        if (!isWhole && !header.IsComplete)
            throw new ConnectorException(ErrorClass.Data, "record_too_large", $"The first record of '{path}' does not end within {start.Length} bytes, so its fields are not known.", "Close its quoted fields, set csv.quote to what is put around fields (empty for nothing), or raise limits.max_record_bytes.");
        if (header.UnclosedLine is { } line)
            throw new ConnectorException(ErrorClass.Data, "unclosed_quote", string.Create(CultureInfo.InvariantCulture, $"Line {line} of '{path}', its first record, has a quoted field that is not closed, so its fields are not known."), "Close the quote, or set csv.quote to what is put around fields; empty for nothing.");
        if (!header.IsText)
            throw new ConnectorException(ErrorClass.Data, "invalid_encoding", $"The header of '{path}' holds bytes that are not UTF-8.", "Set csv.encoding to what the file is written in, such as windows-1252.");
        if (dialect.Header || declared is null)
            return header;
        return header with { Names = [.. header.Names.Select((name, column) => column < declared.Count ? declared[column] : name)] };
    }

    private async Task<(Schema Schema, FilePart Part)> PlanFileAsync(string path, Schema? declared, CancellationToken cancellationToken)
    {
        var dialect = DialectOf(options, path);
        var format = options.FileFormat == FileFormat.Auto ? FileFormats.ByName(path) ?? await SniffAsync(path, cancellationToken).ConfigureAwait(false) : options.FileFormat;
        if (format == FileFormat.Excel)
            return await PlanExcelAsync(path, declared, cancellationToken).ConfigureAwait(false);
        await using var text = await FileText.OpenAsync(path, options.Compression, EncodingOf(format, dialect), options.AtMost.MaxExpansion, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string>? names = declared is null ? null : [.. declared.Select(field => field.Name)];
        var part = new FilePart { Path = path, Identity = text.Identity, Format = format, Declared = names };
        try
        {
            return format switch
            {
                FileFormat.Csv => await PlanCsvAsync(text, part, dialect, cancellationToken).ConfigureAwait(false),
                FileFormat.Xml => await PlanXmlAsync(text, part, cancellationToken).ConfigureAwait(false),
                _ => await PlanJsonAsync(text, part, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (Exception problem) when (problem is InvalidDataException or DecoderFallbackException or IOException)
        {
            throw FileErrors.InText(path, problem);
        }
        catch (ConnectorException problem)
        {
            throw FileErrors.Named(path, problem);
        }
    }

    private async Task<(Schema Schema, FilePart Part)> PlanCsvAsync(FileText text, FilePart part, CsvDialect dialect, CancellationToken cancellationToken)
    {
        var sample = await text.ReadStartAsync(SampleBytes, cancellationToken).ConfigureAwait(false);
        if (options.Csv?.Delimiter is null)
            dialect = dialect with { Delimiter = CsvDelimiter.Detect(sample, dialect) };
        (sample, var isWhole) = await ReadFirstRecordAsync(text, sample, sample.Length < SampleBytes, dialect, options.AtMost.MaxRecordBytes, cancellationToken).ConfigureAwait(false);
        var header = HeaderOf(sample, isWhole, part.Path, dialect, part.Declared);
        if (header.Names.Count > options.AtMost.MaxFields)
            throw new ConnectorException(ErrorClass.Data, "too_many_fields", $"The first record of '{part.Path}' has {header.Names.Count} fields, more than {options.AtMost.MaxFields}.", "Check csv.delimiter and csv.quote, or raise limits.max_fields.");
        var schema = CsvInference.Infer(sample.AsSpan((int)header.DataStart), isWhole, header.Names, dialect, header.Text);
        return (schema, part with { Start = header.DataStart, Line = header.DataLine, Delimiter = dialect.Delimiter });
    }

    private async Task<(Schema Schema, FilePart Part)> PlanJsonAsync(FileText text, FilePart part, CancellationToken cancellationToken)
    {
        var layout = part.Format == FileFormat.Ndjson
            ? new JsonLayout(JsonFraming.Lines, new ReadPosition(0, 1))
            : await JsonLayoutDetector.DetectAsync(text.Utf8, options.Json?.DataPath, cancellationToken).ConfigureAwait(false);
        part = part with { Start = layout.Start.Offset, Line = layout.Start.Line, Framing = layout.Framing };
        return (await SampleAsync(part, (sampling, stream) => new JsonReader(part.Framing, sampling).ReadAsync(stream, cancellationToken), cancellationToken).ConfigureAwait(false), part);
    }

    private async Task<(Schema Schema, FilePart Part)> PlanXmlAsync(FileText text, FilePart part, CancellationToken cancellationToken)
    {
        var xml = options.Xml ?? new XmlOptions();
        var layout = XmlLayoutDetector.Detect(await text.ReadStartAsync(SampleBytes, cancellationToken).ConfigureAwait(false), xml.RecordElement);
        part = part with { Xml = layout };
        return (await SampleAsync(part, (sampling, stream) => new XmlReader(layout, xml, sampling).ReadAsync(stream, cancellationToken), cancellationToken).ConfigureAwait(false), part);
    }

    private async Task<(Schema Schema, FilePart Part)> PlanExcelAsync(string path, Schema? declared, CancellationToken cancellationToken)
    {
        await using var workbook = FileErrors.Open(path);
        var part = new FilePart { Path = path, Identity = FileIdentity.Of(workbook), Format = FileFormat.Excel, Declared = declared is null ? null : [.. declared.Select(field => field.Name)] };
        var sampling = options.AtMost.Apply(part.ToReadOptions(null, 0, null, 0)) with { BatchRows = CsvInference.SampleRecords, BatchBytes = SampleBytes };
        var samples = FileErrors.Translate(path, new ExcelReader(options.Excel ?? new ExcelOptions(), sampling).ReadAsync(workbook, cancellationToken), cancellationToken);
        await foreach (var sample in samples.ConfigureAwait(false))
        {
            using (sample.Batch)
                return (sample.Batch.Schema, part);
        }

        return (Schema.Empty, part);
    }

    /// <summary>The fields of a part's first records.</summary>
    private async Task<Schema> SampleAsync(FilePart part, Func<ReadOptions, Stream, IAsyncEnumerable<SourceBatch>> read, CancellationToken cancellationToken)
    {
        await using var text = await FileText.OpenAsync(part.Path, options.Compression, "auto", options.AtMost.MaxExpansion, cancellationToken).ConfigureAwait(false);
        await text.MoveToAsync(part.Start, cancellationToken).ConfigureAwait(false);
        var sampling = options.AtMost.Apply(part.ToReadOptions(null, 0, null, 0)) with { BatchRows = CsvInference.SampleRecords, BatchBytes = SampleBytes };
        await foreach (var sample in read(sampling, text.Utf8).ConfigureAwait(false))
        {
            using (sample.Batch)
                return sample.Batch.Schema;
        }

        return Schema.Empty;
    }

    private async Task<FileFormat> SniffAsync(string path, CancellationToken cancellationToken)
    {
        await using var text = await FileText.OpenAsync(path, options.Compression, "auto", options.AtMost.MaxExpansion, cancellationToken).ConfigureAwait(false);
        return FileFormats.ByContent(await text.ReadStartAsync(1024, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Adds the partitions of a file.</summary>
    /// <returns>The number of its records, where it is known.</returns>
    private async Task<long?> SplitAsync(FilePart part, int columns, PlanRequest request, long? ordinal, List<SourcePartition> partitions, CancellationToken cancellationToken)
    {
        if (part.Format == FileFormat.Excel)
        {
            partitions.Add(new SourcePartition(partitions.Count, part.ToString(), ordinal ?? 0, null, part.Identity.Length));
            return null;
        }

        var dialect = DialectOf(options, part);
        await using var text = await FileText.OpenAsync(part.Path, options.Compression, EncodingOf(part.Format, dialect), options.AtMost.MaxExpansion, cancellationToken).ConfigureAwait(false);
        if (text.Identity != part.Identity)
            throw FileErrors.Changed(part.Path);
        if (part.Format != FileFormat.Csv || !text.IsPlain)
        {
            partitions.Add(new SourcePartition(partitions.Count, part.ToString(), ordinal ?? 0, null, part.Identity.Length));
            return null;
        }

        await text.MoveToAsync(part.Start, cancellationToken).ConfigureAwait(false);
        var ranges = await new CsvPlanner(dialect, columns, options.AtMost.Apply(new ReadOptions()))
            .PlanAsync(text.Utf8, part.Start, part.Line, request.SegmentBytes, request.Limit - ordinal, cancellationToken).ConfigureAwait(false);
        foreach (var range in ranges)
        {
            var state = (part with { Start = range.Start, End = range.End, Line = range.Line }).ToString();
            partitions.Add(new SourcePartition(partitions.Count, state, ordinal + range.FirstRecord ?? 0, range.Records, range.End - range.Start));
        }

        return ranges.Sum(range => range.Records);
    }
}
