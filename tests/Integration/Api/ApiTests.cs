using Xunit;

namespace DataAggregator.Tests.Integration.Api;

/// <summary>The tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class ApiTests : ICollectionFixture<ApiServer>
{
    public const string Name = "API";
}
