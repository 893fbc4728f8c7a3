using DataAggregator.Core.Security;

namespace DataAggregator.Tests.Fast.Storage;

/// <summary>Protects visibly, so that a test can see what was protected, and how often.</summary>
internal sealed class FakeProtector : ISecretProtector
{
    public Task<string> ProtectAsync(string plaintext, CancellationToken cancellationToken) => Task.FromResult($"enc:<{plaintext}>");

    public Task<string> UnprotectAsync(string protectedText, CancellationToken cancellationToken) => Task.FromResult(protectedText[5..^1]);
}
