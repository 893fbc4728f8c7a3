using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Formats;
using DataAggregator.Formats.Csv;
using DataAggregator.Formats.Excel;
using DataAggregator.Formats.Json;
using DataAggregator.Formats.Xml;

namespace DataAggregator.Connectors.Files;

/// <summary>The delivery of one run into one file.</summary>
internal sealed class FileDelivery
{
    private const int FlushBytes = 1 << 20;

    private readonly FileDestination.Options options;
    private readonly WriteTarget target;
    private readonly string path;
    private readonly string temporary;
    private readonly string progressPath;
    private readonly bool isReplace;
    private readonly FileFormat format;
    private readonly CsvDialect dialect;

    public FileDelivery(FileDestination.Options options, string path, WriteTarget target)
    {
        this.options = options;
        this.path = path;
        this.target = target;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{target.RunId}/{target.Destination}")).AsSpan(0, 6));
        temporary = Beside(path, $"{key}.part");
        progressPath = Beside(path, $"{key}.progress");
        isReplace = options.WriteMode == FileDestination.WriteMode.Replace;
        format = options.FileFormat == FileFormat.Auto ? FileFormats.ByName(path) ?? FileFormat.Csv : options.FileFormat;
        var problems = new Problems();
        dialect = CsvDialect.From(options.Csv, FileFormats.DelimiterOf(path), "$.config.csv", problems) ?? CsvDialect.Default;
        problems.ThrowIfAny();
    }

    private string Data => isReplace ? temporary : path;

    private bool IsGzip => options.Compression == FileCompression.Gzip || (options.Compression == FileCompression.Auto && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase));

    /// <summary>A hidden file of ours in the folder of <paramref name="path"/>.</summary>
    public static string Beside(string path, string suffix) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{suffix}");

    /// <summary>Makes the file ready, or takes a delivery under way over.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var progress = await FileProgress.LoadAsync(progressPath, cancellationToken).ConfigureAwait(false);
        if (progress.Last is { } last)
        {
            CheckEpoch(last);
            if (last.Epoch < target.Epoch)
                await progress.SaveAsync(last with { Epoch = target.Epoch, Segment = null }, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!isReplace && File.Exists(path))
            await RefuseSecondWriterAsync(cancellationToken).ConfigureAwait(false);
        var existing = isReplace ? null : await FileContinuation.OfAsync(path, format, dialect, options.Xml ?? new XmlOptions(), IsGzip, cancellationToken).ConfigureAwait(false);
        if (existing is not null)
        {
            await progress.SaveAsync(new FileProgressEntry(target.Epoch, existing.Length, existing.HasRecords, existing.Columns), cancellationToken).ConfigureAwait(false);
            return;
        }

        await using (File.Open(Data, FileMode.Create, FileAccess.Write))
        {
            // An empty file to begin with; its header comes with the first segment, when its fields are known.
        }

        await progress.SaveAsync(new FileProgressEntry(target.Epoch, 0, false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Checks that records can be added to what is there.</summary>
    public Task CheckContinuationAsync(CancellationToken cancellationToken) =>
        FileContinuation.OfAsync(path, format, dialect, options.Xml ?? new XmlOptions(), IsGzip, cancellationToken);

    /// <summary>Two that add to one file at a time would each cut off what the other has written.</summary>
    private async Task RefuseSecondWriterAsync(CancellationToken cancellationToken)
    {
        string? other = null;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.progress"))
        {
            if (Path.GetFileName(file).StartsWith($".{Path.GetFileName(path)}.", StringComparison.Ordinal)
                && (await FileProgress.LoadAsync(file, cancellationToken).ConfigureAwait(false)).Last is not { IsCompleted: true })
                other = file;
        }

        if (other is null)
            return;
        throw new ConnectorException(
            ErrorClass.Transient, "file_in_use", $"Another delivery is adding to '{path}'.",
            $"Run again when it has ended. If nothing is at work on the file, a run was cut off there: delete '{Path.GetFileName(other)}' beside it.");
    }

    /// <summary>Writes a segment behind what is committed.</summary>
    public async Task<SegmentResult> WriteAsync(SegmentWrite segment, CancellationToken cancellationToken)
    {
        var id = segment.Id.ToString();
        var (progress, last) = await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (progress.Segments.TryGetValue(id, out var held))
            return new SegmentResult(true, held, 0);
        await using var file = OpenCommitted(last);
        try
        {
            var (records, columns, refused) = await WriteBatchesAsync(file, segment.Batches, last, cancellationToken).ConfigureAwait(false);
            if (format == FileFormat.Excel && progress.Segments.Values.Sum() + records >= ExcelRowsWriter.MaxRows)
                throw new ConnectorException(ErrorClass.Settings, "too_many_rows", $"A sheet holds {ExcelRowsWriter.MaxRows} rows, and there are more records.", "Write csv, or filter the records.");
            await segment.BeforeCommit(refused, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            FaultPoint.Reach("file_written");
            var entry = new FileProgressEntry(target.Epoch, file.Length, last.HasRecords || records > 0, columns, id, records);
            await progress.SaveAsync(entry, cancellationToken).ConfigureAwait(false);
            FaultPoint.Reach("file_progress_saved");
            return new SegmentResult(false, records, file.Length - last.Length);
        }
        catch
        {
            file.SetLength(progress.Last!.Length);
            throw;
        }
    }

    /// <summary>Ends the text, and puts the file in its place.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        var progress = await FileProgress.LoadAsync(progressPath, cancellationToken).ConfigureAwait(false);
        if (progress.Last is not { } last)
            return;
        CheckEpoch(last);
        if (last.IsCompleted)
            return;
        await EndAsync(progress, last, cancellationToken).ConfigureAwait(false);
        if (isReplace && File.Exists(temporary))
            await PutInPlaceAsync(cancellationToken).ConfigureAwait(false);
        FaultPoint.Reach("file_in_place");
        // Kept until the run ledger has the result: a run that is repeated from here must not begin the file anew.
        await progress.SaveAsync(progress.Last! with { Segment = null, IsCompleted = true }, cancellationToken).ConfigureAwait(false);
        FaultPoint.Reach("file_completed");
    }

    /// <summary>Removes what was kept to tell a repeated delivery from a new one.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var progress = await FileProgress.LoadAsync(progressPath, cancellationToken).ConfigureAwait(false);
        if (progress.Last is { IsCompleted: true })
            progress.Delete();
    }

    private async Task PutInPlaceAsync(CancellationToken cancellationToken)
    {
        if (format != FileFormat.Excel)
        {
            File.Move(temporary, path, overwrite: true);
            return;
        }

        // What was delivered are the rows; the workbook around them is made when all are there.
        var workbook = $"{temporary}.xlsx";
        await using (var rows = File.OpenRead(temporary))
        await using (var file = File.Create(workbook))
        {
            await ExcelWorkbook.WriteAsync(rows, options.Excel?.Sheet ?? "Sheet1", file, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
        }

        File.Move(workbook, path, overwrite: true);
        File.Delete(temporary);
    }

    /// <summary>Drops a replacement; of an addition, what is committed stays.</summary>
    public async Task AbandonAsync(CancellationToken cancellationToken)
    {
        var progress = await FileProgress.LoadAsync(progressPath, cancellationToken).ConfigureAwait(false);
        if (progress.Last is not { } last)
            return;
        CheckEpoch(last);
        if (last.IsCompleted)
            return;
        if (isReplace)
            File.Delete(temporary);
        else
            await EndAsync(progress, last, cancellationToken).ConfigureAwait(false);
        progress.Delete();
    }

    private async Task EndAsync(FileProgress progress, FileProgressEntry last, CancellationToken cancellationToken)
    {
        if (last.IsEnded)
            return;
        await using var file = OpenCommitted(last);
        var writer = WriterFor(last.Columns ?? (last.Length == 0 ? Columns(target.Schema) : null));
        var buffer = new ArrayBufferWriter<byte>(256);
        if (last.Length == 0)
            writer.Begin(buffer);
        writer.End(buffer);
        await AppendAsync(file, buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        file.Flush(flushToDisk: true);
        await progress.SaveAsync(last with { Length = file.Length, Segment = null, IsEnded = true }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(long Records, IReadOnlyList<string>? Columns, IReadOnlyList<RejectedRecord> Refused)> WriteBatchesAsync(
        FileStream file, IAsyncEnumerable<RecordBatch> batches, FileProgressEntry last, CancellationToken cancellationToken)
    {
        var columns = last.Columns;
        FittingRecords? fitting = null;
        var buffer = new ArrayBufferWriter<byte>(FlushBytes + (64 * 1024));
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            using (batch)
            {
                if (fitting is null)
                {
                    columns ??= Columns(target.Schema.Count > 0 ? target.Schema : batch.Schema);
                    var writer = WriterFor(columns);
                    fitting = new FittingRecords(path, columns, target.Schema, writer);
                    if (last.Length == 0)
                        writer.Begin(buffer);
                }

                buffer = fitting.Write(batch, !last.HasRecords, buffer);
            }

            if (buffer.WrittenCount < FlushBytes)
                continue;
            await AppendAsync(file, buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
            buffer.ResetWrittenCount();
        }

        await AppendAsync(file, buffer.WrittenMemory, cancellationToken).ConfigureAwait(false);
        return (fitting?.Written ?? 0, columns, fitting?.Refused ?? []);
    }

    private IReadOnlyList<string>? Columns(Schema schema) => format is FileFormat.Csv or FileFormat.Excel ? [.. schema.Select(field => field.Name)] : null;

    private RecordWriter WriterFor(IReadOnlyList<string>? columns) => format switch
    {
        FileFormat.Csv => new CsvWriter(dialect, columns ?? []),
        FileFormat.Json => new JsonWriter(JsonFraming.Array),
        FileFormat.Excel => new ExcelRowsWriter(columns ?? []),
        FileFormat.Xml => new XmlWriter(options.Xml ?? new XmlOptions()),
        _ => new JsonWriter(JsonFraming.Lines),
    };

    private async Task<(FileProgress Progress, FileProgressEntry Last)> LoadAsync(CancellationToken cancellationToken)
    {
        var progress = await FileProgress.LoadAsync(progressPath, cancellationToken).ConfigureAwait(false);
        var last = progress.Last ?? throw new ConnectorException(ErrorClass.Refused, "not_prepared", $"No delivery of this run into '{path}' is under way.");
        CheckEpoch(last);
        return (progress, last);
    }

    private void CheckEpoch(FileProgressEntry last)
    {
        if (last.Epoch > target.Epoch)
            throw new ConnectorException(ErrorClass.Refused, "superseded", $"The delivery into '{path}' was taken over by a later attempt.");
    }

    /// <summary>The file alone for us, cut to what is committed, at its end.</summary>
    private FileStream OpenCommitted(FileProgressEntry last)
    {
        var file = new FileStream(Data, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
        if (file.Length < last.Length)
        {
            file.Dispose();
            throw new ConnectorException(ErrorClass.Refused, "destination_changed", $"'{Data}' is shorter than what this run wrote to it.", "Something else changed the file. Run again.");
        }

        file.SetLength(last.Length);
        file.Position = last.Length;
        return file;
    }

    /// <summary>Writes text at the file's end; compressed, it is a member of its own, and all members together are one gzip file.</summary>
    private async Task AppendAsync(FileStream file, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        if (text.IsEmpty)
            return;
        if (!IsGzip)
        {
            await file.WriteAsync(text, cancellationToken).ConfigureAwait(false);
            return;
        }

        await using var member = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
        await member.WriteAsync(text, cancellationToken).ConfigureAwait(false);
    }
}
