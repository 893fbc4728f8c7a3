using System.ComponentModel;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Catalogue.Later;

/// <summary>AWS S3 and compatible stores.</summary>
internal sealed record AwsS3Options : LaterStorageOptions
{
    [Description("The bucket.")]
    public required string BucketName { get; init; }

    [Description("The region of the bucket.")]
    public string? AwsRegion { get; init; }

    [Description("Id of the access key; left out, the machine proves itself by its own role.")]
    public string? AccessKeyId { get; init; }

    [Description("Secret of the access key.")]
    public Secret? SecretAccessKey { get; init; }

    [Description("Token of a temporary access key.")]
    public Secret? SessionToken { get; init; }

    [Description("Role to take.")]
    public string? RoleArn { get; init; }

    [Description("Address of a compatible store.")]
    public string? EndpointUrl { get; init; }

    [Description("How requests are signed; s3v4.")]
    public string? SignatureVersion { get; init; }
}
