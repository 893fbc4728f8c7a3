namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host and its extensions attach to an invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Attaches an instance.</summary>
    /// <typeparam name="T">The type to find it by.</typeparam>
    /// <param name="instance">The instance.</param>
    void Set<T>(T instance);

    /// <summary>Finds what was attached.</summary>
    /// <typeparam name="T">The type it was attached by.</typeparam>
    /// <returns>The instance, or the default if there is none.</returns>
    T? Get<T>();
}
