using System.Collections;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The worker's converters, in the order in which they are asked.</summary>
public sealed class InputConverterCollection : IEnumerable<Type>
{
    private readonly List<Type> types = [];

    /// <summary>Creates an empty collection.</summary>
    public InputConverterCollection()
    {
    }

    /// <summary>Adds a converter behind the others.</summary>
    /// <typeparam name="T">The converter.</typeparam>
    public void Register<T>()
        where T : IInputConverter => types.Add(typeof(T));

    /// <summary>Adds a converter at a place.</summary>
    /// <typeparam name="T">The converter.</typeparam>
    /// <param name="index">The place; 0 is asked first.</param>
    public void RegisterAt<T>(int index)
        where T : IInputConverter => types.Insert(index, typeof(T));

    /// <summary>Removes all converters.</summary>
    public void Clear() => types.Clear();

    /// <inheritdoc/>
    public IEnumerator<Type> GetEnumerator() => types.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
