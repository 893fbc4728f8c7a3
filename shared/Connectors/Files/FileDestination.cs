using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Xml;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Excel;
using DataAggregator.Formats.Json;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Connectors.Files;

/// <summary>
/// Writes one file, segment after segment in source order. What is committed stands in a progress file beside it, so that a segment
/// delivered again is written once. <c>replace</c> writes a temporary file and renames it in the end; <c>append</c> writes behind what
/// is there, and cuts off what an interrupted delivery left.
/// </summary>
/// <param name="roots">Decides which files may be opened.</param>
public sealed class FileDestination(IFileRoots roots) : Destination<FileDestination.Options>
{
    /// <summary>How a file is written to.</summary>
    public enum WriteMode
    {
        /// <summary>Behind what is there.</summary>
        Append,

        /// <summary>In its place, all at once when the run is done.</summary>
        Replace,
    }

    /// <summary>The settings.</summary>
    public sealed record Options
    {
        /// <summary>What to write.</summary>
        [Description("The file; a relative path is against the files directory. Missing folders are made.")]
        public required string Path { get; init; }

        /// <summary>How the file holds records.</summary>
        [Description("How the file holds records; auto goes by its name.")]
        public FileFormat FileFormat { get; init; } = FileFormat.Auto;

        /// <summary>Whether it is compressed.</summary>
        [Description("Whether the file is compressed; auto compresses a file whose name ends in .gz.")]
        public FileCompression Compression { get; init; } = FileCompression.Auto;

        /// <summary>How CSV is written.</summary>
        [Description("How CSV is written; always in UTF-8.")]
        public CsvOptions? Csv { get; init; }

        /// <summary>Settings of JSON, which a destination has none of.</summary>
        [Description("Settings of JSON; a destination has none.")]
        public JsonOptions? Json { get; init; }

        /// <summary>What the elements of XML are called.</summary>
        [Description("What the elements of XML are called.")]
        public XmlOptions? Xml { get; init; }

        /// <summary>What the sheet of a workbook is called.</summary>
        [Description("What the sheet of a workbook is called.")]
        public ExcelOptions? Excel { get; init; }

        /// <summary>Whether the file is added to or replaced.</summary>
        [Description("append adds to the file, replace puts a new one in its place when the run is done.")]
        public WriteMode WriteMode { get; init; } = WriteMode.Append;

        /// <summary>Whether each record says where it came from.</summary>
        [Description("Write into each record which run brought it (_run_id) and in which segment, as partition/number (_segment).")]
        public bool LineageColumns { get; init; }
    }

    /// <inheritdoc/>
    protected override void Validate(Options options, string path, Problems problems)
    {
        var dialect = CsvDialect.From(options.Csv, FileFormats.DelimiterOf(options.Path), $"{path}.csv", problems);
        if (dialect is not null && dialect.Encoding is not ("auto" or "utf-8" or "utf8"))
            problems.Add($"{path}.csv.encoding", "must be utf-8: files are written in nothing else.");
        if (dialect is { Quote: null })
            problems.Add($"{path}.csv.quote", "cannot be empty: texts that hold a delimiter need quotes.");
        if (options.Path.AsSpan().Trim().Length == 0 || options.Path.EndsWith('/') || options.Path.AsSpan().ContainsAny('*', '?'))
            problems.Add($"{path}.path", "must name one file.");
        if (options.Xml is { RootElement: var root } && (root.Length == 0 || XmlConvert.EncodeLocalName(root) != root))
            problems.Add($"{path}.xml.root_element", "must be the name of an XML element.");
        var format = options.FileFormat == FileFormat.Auto ? FileFormats.ByName(options.Path) : options.FileFormat;
        if (format is null)
            problems.Add($"{path}.file_format", "cannot be told from the file's name: set it to csv, json, ndjson, xml or excel.");
        else if (format == FileFormat.Excel)
            ValidateExcel(options, path, problems);
    }

    private static void ValidateExcel(Options options, string path, Problems problems)
    {
        if (options.WriteMode != WriteMode.Replace)
            problems.Add($"{path}.write_mode", "must be replace: rows cannot be added to a workbook.");
        if (options.Path.EndsWith(".xls", StringComparison.OrdinalIgnoreCase))
            problems.Add($"{path}.path", "must end in .xlsx: the old format is read, but not written.");
        if (options.Compression == FileCompression.Gzip || options.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            problems.Add($"{path}.compression", "must be none: a workbook is compressed already.");
        if (options.Excel?.Sheet is { } sheet && !ExcelWorkbook.IsSheetName(sheet))
            problems.Add($"{path}.excel.sheet", "must have 1 to 31 characters, none of them \\ / ? * [ ] or :.");
        if (options.Excel is { HeaderRow: not 1 })
            problems.Add($"{path}.excel.header_row", "must be 1: the first row that is written names the fields.");
    }

    /// <inheritdoc/>
    protected override DestinationTraits Traits(Options options) => new(DeliveryGuarantee.ExactlyOnce, Ordered: true, MaxWriters: 1) { RepeatsRecords = options.WriteMode == WriteMode.Append };

    /// <inheritdoc/>
    protected override bool WritesLineage(Options options) => options.LineageColumns;

    /// <inheritdoc/>
    protected override Task<bool?> HoldsRecordsAsync(Options options, CancellationToken cancellationToken) =>
        Task.FromResult<bool?>(new FileInfo(roots.Resolve(options.Path)) is { Exists: true, Length: > 0 });

    /// <inheritdoc/>
    protected override async IAsyncEnumerable<Check> CheckAsync(Options options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = "";
        var found = await FileCheck.OfAsync("path", () =>
        {
            path = roots.Resolve(options.Path);
            return Directory.Exists(path)
                ? throw new ConnectorException(ErrorClass.Settings, "not_a_file", $"'{path}' is a folder.", "Name a file in it.")
                : Task.FromResult($"The path stands for '{path}'.");
        }).ConfigureAwait(false);
        yield return found;
        if (!found.Ok)
            yield break;
        yield return await FileCheck.OfAsync("write", async () =>
        {
            var probe = FileDelivery.Beside(path, "probe");
            await FileErrors.TranslateAsync(path, async () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllBytesAsync(probe, [], cancellationToken).ConfigureAwait(false);
                File.Delete(probe);
            }).ConfigureAwait(false);
            return "The folder can be written to.";
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task<WritePlan> DescribeWriteAsync(Options options, WriteTarget target, CancellationToken cancellationToken)
    {
        var path = roots.Resolve(options.Path);
        if (Directory.Exists(path))
            throw new ConnectorException(ErrorClass.Settings, "not_a_file", $"'{path}' is a folder.", "Name a file in it.");
        long? length = File.Exists(path) ? new FileInfo(path).Length : null;
        var isReplace = options.WriteMode == WriteMode.Replace;
        await DeliverAsync(options, target, delivery => isReplace ? Task.CompletedTask : delivery.CheckContinuationAsync(cancellationToken)).ConfigureAwait(false);
        return new WritePlan(path, isReplace ? "replace" : "append", length is not null, [], Effect(isReplace, length))
        {
            Guarantee = DeliveryGuarantee.ExactlyOnce,
            Replaces = isReplace,
            AddsAll = true,
        };
    }

    private static string Effect(bool isReplace, long? length) => length is not { } bytes
        ? "The file is created."
        : string.Create(CultureInfo.InvariantCulture, $"{(isReplace ? "A new file takes the place of the one that is there" : "The records follow those that are there")} ({Quantity.Of(bytes, "byte")}).");

    /// <inheritdoc/>
    protected override Task PrepareAsync(Options options, WriteTarget target, CancellationToken cancellationToken) =>
        DeliverAsync(options, target, delivery => delivery.PrepareAsync(cancellationToken));

    /// <inheritdoc/>
    protected override async Task<SegmentResult> WriteAsync(Options options, SegmentWrite segment, CancellationToken cancellationToken)
    {
        SegmentResult? result = null;
        await DeliverAsync(options, segment.Target, async delivery => result = await delivery.WriteAsync(segment, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return result!;
    }

    /// <inheritdoc/>
    protected override Task CompleteAsync(Options options, WriteTarget target, CancellationToken cancellationToken) =>
        DeliverAsync(options, target, delivery => delivery.CompleteAsync(cancellationToken));

    /// <inheritdoc/>
    protected override Task ForgetAsync(Options options, WriteTarget target, CancellationToken cancellationToken) =>
        DeliverAsync(options, target, delivery => delivery.ForgetAsync(cancellationToken));

    /// <inheritdoc/>
    protected override Task AbandonAsync(Options options, WriteTarget target, CancellationToken cancellationToken) =>
        DeliverAsync(options, target, delivery => delivery.AbandonAsync(cancellationToken));

    private Task DeliverAsync(Options options, WriteTarget target, Func<FileDelivery, Task> work)
    {
        var path = roots.Resolve(options.Path);
        return FileErrors.TranslateAsync(path, () => work(new FileDelivery(options, path, target)));
    }
}
