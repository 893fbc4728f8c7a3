using Xunit;

namespace DataAggregator.Tests.EndToEnd.Browser;

/// <summary>One product for the tests that look only at what they have made themselves.</summary>
[CollectionDefinition(Name)]
public sealed class SharedProduct : ICollectionFixture<EmptyProduct>
{
    public const string Name = "shared product";
}
