using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Excel;
using DataAggregator.Formats.Json;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Connectors.Files;

/// <summary>Reads files. A plain CSV file is split into ranges of whole records; any other file is one partition. The plan remembers each file's length and time, and reading fails when they have changed.</summary>
/// <param name="roots">Decides which files may be opened.</param>
/// <param name="time">Tells when a file that is read in several goes is closed.</param>
public sealed class FileSource(IFileRoots roots, TimeProvider time) : Source<FileSource.Options>
{
    private readonly PausedReadings paused = new(time);

    /// <summary>The settings.</summary>
    public sealed record Options
    {
        /// <summary>What to read.</summary>
        [Description("A file, a folder or a pattern such as orders/*.csv; a relative path is against the files directory.")]
        public required string Path { get; init; }

        /// <summary>How the file holds records.</summary>
        [Description("How the file holds records; auto goes by its name, else by its content.")]
        public FileFormat FileFormat { get; init; } = FileFormat.Auto;

        /// <summary>Whether it is compressed.</summary>
        [Description("Whether the file is compressed; auto goes by its first bytes.")]
        public FileCompression Compression { get; init; } = FileCompression.Auto;

        /// <summary>How CSV is written.</summary>
        [Description("How CSV is written.")]
        public CsvOptions? Csv { get; init; }

        /// <summary>Where the records stand in JSON.</summary>
        [Description("Where the records stand in JSON.")]
        public JsonOptions? Json { get; init; }

        /// <summary>How XML holds records.</summary>
        [Description("How XML holds records.")]
        public XmlOptions? Xml { get; init; }

        /// <summary>How a workbook holds records.</summary>
        [Description("How a workbook holds records.")]
        public ExcelOptions? Excel { get; init; }

        /// <summary>How far a file may go.</summary>
        [Description("How deep, wide and large records may be, and how far compressed files may grow. Raise one where a genuine file exceeds it.")]
        public FileLimits? Limits { get; init; }

        internal FileLimits AtMost => Limits ?? new FileLimits();
    }

    /// <inheritdoc/>
    protected override void Validate(Options options, string path, Problems problems)
    {
        CsvDialect.From(options.Csv, (byte)',', $"{path}.csv", problems);
        if (options.Path.Trim().Length == 0)
            problems.Add($"{path}.path", "must name a file, a folder or a pattern.");
    }

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Check> CheckAsync(Options options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = [];
        var found = await FileCheck.OfAsync("path", () =>
        {
            files = FileSearch.Find(roots, options.Path);
            return Task.FromResult(files.Count == 1 ? $"The path stands for '{files[0]}'." : $"{files.Count} files match.");
        }).ConfigureAwait(false);
        yield return found;
        if (!found.Ok)
            yield break;
        yield return await FileCheck.OfAsync("read", async () =>
        {
            var (schema, _) = await new FilePlanner(options).LookAsync(files[0], null, cancellationToken).ConfigureAwait(false);
            return $"'{Path.GetFileName(files[0])}' has {Quantity.Of(schema.Count, "field")}.";
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<StreamDescriptor>> DiscoverAsync(Options options, CancellationToken cancellationToken)
    {
        var schema = Schema.Empty;
        foreach (var file in FileSearch.Find(roots, options.Path))
            (schema, _) = await new FilePlanner(options).LookAsync(file, schema, cancellationToken).ConfigureAwait(false);
        return [new StreamDescriptor(Path.GetFileName(options.Path), schema, [], [.. schema.Where(field => field.Type is DataType.Int64 or DataType.Timestamp or DataType.Date).Select(field => field.Name)], null)];
    }

    /// <inheritdoc/>
    protected override Task<SourcePlan> PlanAsync(Options options, PlanRequest request, CancellationToken cancellationToken) =>
        new FilePlanner(options).PlanAsync(FileSearch.Find(roots, options.Path), request, cancellationToken);

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<SourceBatch> ReadAsync(Options options, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var part = FilePart.Parse(request.Partition.State);
        // The plan was made under the same roots, but it is stored: what it names is looked at again.
        var path = roots.Resolve(part.Path);
        var place = part.End is null ? new PausedReading.Place(JsonSerializer.Serialize(options), request.Partition, request.Schema, request.Position, request.FirstOrdinal) : null;
        PausedReading.Place? next = null;
        // Of one file, everybody knows the name.
        var isOneOfSeveral = Path.GetFileName(options.Path) != Path.GetFileName(path);
        var reading = (place is null ? null : paused.Take(place)) ?? Open(options, path, part, request);
        try
        {
            while (await reading.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var read = isOneOfSeveral ? FileErrors.Named(path, reading.Current) : reading.Current;
                // A reader that has met new fields remembers their types: whoever goes on after a crash could not, and both have to read the same.
                if (place is not null && read.Position is not null && read.Batch.Schema.Equals(request.Schema))
                    next = place with { Position = read.Position, Ordinal = read.Batch.FirstOrdinal + read.Batch.RowCount };
                yield return read;
                next = null;
            }
        }
        finally
        {
            if (next is null)
                await reading.DisposeAsync().ConfigureAwait(false);
            else
                await paused.KeepAsync(next, reading).ConfigureAwait(false);
        }
    }

    private static PausedReading Open(Options options, string path, FilePart part, ReadRequest request)
    {
        var stop = new CancellationTokenSource();
        var batches = part.Format == FileFormat.Excel ? ReadWorkbookAsync(options, path, part, request, stop.Token) : ReadFileAsync(options, path, part, request, stop.Token);
        return new PausedReading(batches.GetAsyncEnumerator(CancellationToken.None), stop);
    }

    private static async IAsyncEnumerable<SourceBatch> ReadFileAsync(
        Options options, string path, FilePart part, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var dialect = FilePlanner.DialectOf(options, part with { Path = path });
        await using var text = await FileText.OpenAsync(path, options.Compression, FilePlanner.EncodingOf(part.Format, dialect), options.AtMost.MaxExpansion, cancellationToken).ConfigureAwait(false);
        if (text.Identity != part.Identity)
            throw FileErrors.Changed(path);
        var header = part.Format == FileFormat.Csv ? await HeaderAsync(options, path, part, dialect, cancellationToken).ConfigureAwait(false) : null;
        var batches = FileErrors.Translate(path, ReadTextAsync(options, text, part, dialect, header, request, cancellationToken), cancellationToken);
        await foreach (var batch in batches.ConfigureAwait(false))
            yield return Unchanged(batch, text.Identity, path, part);
    }

    private static async IAsyncEnumerable<SourceBatch> ReadWorkbookAsync(
        Options options, string path, FilePart part, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var workbook = FileErrors.Open(path);
        if (FileIdentity.Of(workbook) != part.Identity)
            throw FileErrors.Changed(path);
        var read = options.AtMost.Apply(part.ToReadOptions(request.Schema, request.Partition.Index, request.Position, request.FirstOrdinal));
        var batches = new ExcelReader(options.Excel ?? new ExcelOptions(), read).ReadAsync(workbook, cancellationToken);
        await foreach (var batch in FileErrors.Translate(path, batches, cancellationToken).ConfigureAwait(false))
            yield return Unchanged(batch, FileIdentity.Of(workbook), path, part);
    }

    /// <summary>The batch, if the file still is what the plan saw.</summary>
    private static SourceBatch Unchanged(SourceBatch batch, FileIdentity identity, string path, FilePart part)
    {
        if (identity == part.Identity)
            return batch;
        batch.Batch.Dispose();
        throw FileErrors.Changed(path);
    }

    private static async Task<CsvHeader> HeaderAsync(Options options, string path, FilePart part, CsvDialect dialect, CancellationToken cancellationToken)
    {
        await using var text = await FileText.OpenAsync(path, options.Compression, dialect.Encoding, options.AtMost.MaxExpansion, cancellationToken).ConfigureAwait(false);
        return await FilePlanner.ReadHeaderAsync(text, path, dialect, part.Declared, options.AtMost.MaxRecordBytes, cancellationToken).ConfigureAwait(false);
    }

    private static async IAsyncEnumerable<SourceBatch> ReadTextAsync(
        Options options, FileText text, FilePart part, CsvDialect dialect, CsvHeader? header, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var read = options.AtMost.Apply(part.ToReadOptions(request.Schema, request.Partition.Index, request.Position, request.FirstOrdinal));
        await text.MoveToAsync(read.Offset, cancellationToken).ConfigureAwait(false);
        var batches = part.Format switch
        {
            FileFormat.Csv => new CsvReader(dialect, header!.Names, read, header.Text).ReadAsync(text.Utf8, cancellationToken),
            FileFormat.Xml => new XmlReader(part.Xml!, options.Xml ?? new XmlOptions(), read).ReadAsync(text.Utf8, cancellationToken),
            _ => new JsonReader(part.Framing, read).ReadAsync(text.Utf8, cancellationToken),
        };
        await foreach (var batch in batches.ConfigureAwait(false))
            yield return batch;
    }
}
