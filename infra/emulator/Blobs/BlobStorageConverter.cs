using Azure.Core.Serialization;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.Options;

namespace DataAggregator.Emulator.Blobs;

/// <summary>Gives a function its blob as what its parameter is: a client, a stream, text, bytes, or a type that JSON is read into.</summary>
internal sealed class BlobStorageConverter(IOptions<WorkerOptions> options) : IInputConverter
{
    private readonly ObjectSerializer _serializer = options.Value.Serializer!;

    public async ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        if (context.Source is not TriggeredBlob blob)
        {
            return ConversionResult.Unhandled();
        }

        try
        {
            return ConversionResult.Success(Client(blob, context.TargetType) ?? await ContentAsync(blob.Client, context.TargetType, context.FunctionContext.CancellationToken));
        }
        catch (Exception cause)
        {
            return ConversionResult.Failed(cause);
        }
    }

    private static object? Client(TriggeredBlob blob, Type target)
    {
        if (target == typeof(BlobContainerClient))
        {
            return blob.Container;
        }

        if (target == typeof(BlockBlobClient))
        {
            return blob.Container.GetBlockBlobClient(blob.Client.Name);
        }

        return target == typeof(BlobClient) || target == typeof(BlobBaseClient) ? blob.Client : null;
    }

    private async Task<object?> ContentAsync(BlobClient client, Type target, CancellationToken cancellationToken)
    {
        if (target == typeof(Stream))
        {
            return await client.OpenReadAsync(cancellationToken: cancellationToken);
        }

        var content = (await client.DownloadContentAsync(cancellationToken)).Value.Content;
        if (target == typeof(string))
        {
            return content.ToString();
        }

        if (target == typeof(byte[]))
        {
            return content.ToArray();
        }

        if (target == typeof(ReadOnlyMemory<byte>))
        {
            return content.ToMemory();
        }

        return target == typeof(BinaryData) ? content : await _serializer.DeserializeAsync(content.ToStream(), target, cancellationToken);
    }
}
