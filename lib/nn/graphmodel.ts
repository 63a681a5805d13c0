/**
 * TensorFlow.js graph models as files: the nodes of the graph, and the weights from its shards.
 *
 * @module
 */

/** One node. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: Readonly<Record<string, GraphAttribute>>;
}

/** What is read of an attribute: text and numbers are as JSON has them, in base64 and as decimals. */
export interface GraphAttribute {
  readonly s?: string;
  readonly list?: { readonly s?: readonly string[]; readonly i?: readonly string[] };
}

/** A constant of the graph. */
export interface GraphWeight {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** A graph with its weights, both by name. */
export interface GraphModel {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** The constant of a name. @throws {RangeError} If there is none. */
  weight(name: string): GraphWeight;
}

interface Manifest {
  readonly modelTopology?: { readonly node?: readonly GraphNode[] };
  readonly weightsManifest?: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly {
      readonly name: string;
      readonly shape: readonly number[];
      readonly dtype: string;
      readonly quantization?: { readonly dtype: string };
    }[];
  }[];
}

/**
 * The graph model of a `model.json` and its shards, read by name. Weights of float32, float16 and int32.
 *
 * @param source What the model is, for error messages.
 * @throws {RangeError} If it is no graph model, a shard is missing or short, or a weight has another type.
 */
export async function readGraphModel(
  json: unknown,
  shard: (name: string) => Promise<Uint8Array>,
  source: string,
): Promise<GraphModel> {
  const { modelTopology, weightsManifest } = json as Manifest, action = `Cannot read ${source} as`;
  if (!modelTopology?.node || !weightsManifest) {
    throw new RangeError(`${action} it must be a graph model: it has no nodes or weights`);
  }
  const weights = new Map<string, GraphWeight>();
  for (const { paths, weights: list } of weightsManifest) {
    const parts: Uint8Array[] = [];
    for (const path of paths) {
      parts.push(
        await shard(path).catch((cause: Error) => {
          throw new RangeError(`${action} its shard ${path} must be there: ${cause.message}`, { cause });
        }),
      );
    }
    const bytes = new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
    let at = 0;
    for (const { name, shape, dtype, quantization } of list) {
      const type = quantization?.dtype ?? dtype,
        width = type === "float16" ? 2 : 4,
        count = shape.reduce((a, b) => a * b, 1);
      const end = at + width * count;
      if (end > bytes.length) {
        throw new RangeError(`${action} its shards must hold "${name}": they end at byte ${bytes.length} of ${end}`);
      }
      weights.set(name, { shape, data: numbers(bytes.slice(at, end), type, `${action} "${name}"`) });
      at = end;
    }
  }
  const nodes = new Map(modelTopology.node.map((node) => [node.name, node]));
  const weight = (name: string): GraphWeight => {
    const found = weights.get(name);
    if (found) return found;
    throw new RangeError(`${action} it must have the weight "${name}": it has not`);
  };
  return Object.freeze({ nodes, weight });
}

function numbers({ buffer }: Uint8Array<ArrayBuffer>, type: string, action: string): Float32Array<ArrayBuffer> {
  if (type === "float32") return new Float32Array(buffer);
  if (type === "float16") return Float32Array.from(new Float16Array(buffer));
  if (type === "int32") return Float32Array.from(new Int32Array(buffer));
  throw new RangeError(`${action} must be float32, float16 or int32: it is ${type}`);
}
