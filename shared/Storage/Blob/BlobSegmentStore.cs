using System.Globalization;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;

namespace DataAggregator.Storage.Blob;

/// <summary>
/// Segments as blobs <c>run/partition/ordinal</c> of one container. A segment (8 to 16 MB) is gathered in memory and put by one request that
/// fails where there is one already: blocks staged by several writers would mix.
/// </summary>
internal sealed class BlobSegmentStore(BlobContainerClient container) : ISegmentStore, IDisposable
{
    private const int ReadBufferSize = 4 * 1024 * 1024;

    private readonly SemaphoreSlim creating = new(1, 1);
    private bool created;

    public SegmentCompression Compression => SegmentCompression.Brotli;

    public Task<bool> ExistsAsync(SegmentId id, CancellationToken cancellationToken) => ExistsAsync(BlobOf(id), cancellationToken);

    public async Task<bool> SealAsync(SegmentId id, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        var blob = BlobOf(id);
        await BlobAbsence.TranslateAsync(() => EnsureContainerAsync(cancellationToken));
        if (await ExistsAsync(blob, cancellationToken))
            return false;
        using var content = new MemoryStream();
        await write(content, cancellationToken);
        content.Position = 0;
        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            // The client puts in one request what is shorter than this.
            TransferOptions = new StorageTransferOptions { InitialTransferSize = content.Length + 1 },
        };
        try
        {
            await BlobAbsence.TranslateAsync(() => blob.UploadAsync(content, options, cancellationToken));
        }
        catch (RequestFailedException exists) when (exists.ErrorCode == BlobErrorCode.BlobAlreadyExists || exists.ErrorCode == BlobErrorCode.ConditionNotMet)
        {
            return false;
        }

        FaultPoint.Reach("segment_sealed");
        return true;
    }

    public async Task<Stream> OpenAsync(SegmentId id, CancellationToken cancellationToken)
    {
        var blob = BlobOf(id);
        try
        {
            var options = new BlobOpenReadOptions(allowModifications: false) { BufferSize = ReadBufferSize };
            return new BlobSegmentStream(await BlobAbsence.TranslateAsync(() => blob.OpenReadAsync(options, cancellationToken)));
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            throw new FileNotFoundException($"There is no sealed segment {id}.", blob.Name, missing);
        }
    }

    public Task DeleteAsync(string runId, CancellationToken cancellationToken) => BlobAbsence.TranslateAsync(async () =>
    {
        var prefix = $"{SegmentNames.OfRun(runId)}/";
        await EnsureContainerAsync(cancellationToken);
        await foreach (var blob in container.GetBlobsAsync(prefix: prefix, cancellationToken: cancellationToken))
            await container.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken);
    });

    public void Dispose() => creating.Dispose();

    private static Task<bool> ExistsAsync(BlobClient blob, CancellationToken cancellationToken) =>
        BlobAbsence.TranslateAsync(async () => (await blob.ExistsAsync(cancellationToken)).Value);

    private BlobClient BlobOf(SegmentId id) =>
        container.GetBlobClient(string.Create(CultureInfo.InvariantCulture, $"{SegmentNames.OfRun(id.RunId)}/{id.Partition:D5}/{id.Ordinal:D6}"));

    private async Task EnsureContainerAsync(CancellationToken cancellationToken)
    {
        if (created)
            return;
        await creating.WaitAsync(cancellationToken);
        try
        {
            if (!created)
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            created = true;
        }
        finally
        {
            creating.Release();
        }
    }
}
