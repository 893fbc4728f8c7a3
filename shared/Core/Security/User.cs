namespace DataAggregator.Core.Security;

/// <summary>A person who signs in.</summary>
/// <param name="Id">The id.</param>
/// <param name="Email">The address, unique without regard to case.</param>
/// <param name="FullName">The name shown.</param>
/// <param name="Role"><c>viewer</c>, <c>editor</c> or <c>admin</c>.</param>
/// <param name="IsActive">Whether the person may sign in.</param>
/// <param name="CreatedAt">When the account was made.</param>
public sealed record User(string Id, string Email, string FullName, string Role, bool IsActive, DateTimeOffset CreatedAt);
