namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key Azure asks of the caller of an HTTP function. The emulator asks for none.</summary>
public enum AuthorizationLevel
{
    /// <summary>No key.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user.</summary>
    User = 1,

    /// <summary>The function's key.</summary>
    Function = 2,

    /// <summary>A key of the system.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
