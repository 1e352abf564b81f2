/** The version of Tidewire, which all its packages share; plugins and clients call themselves by it. */
export const tidewireVersion = '1.0.0'
